import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { flush } from "./flush.ts";

/** The parts of tfjs' buffers that keep what no tensor is in any more. */
interface Keeping {
  readonly freeBuffers: ReadonlyMap<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
}

/**
 * Frees the buffers that tfjs keeps to use again. It never does: what a rare pass
 * took, such as to judge or to save, would stay taken beside the steps.
 */
export function freeIdleBuffers(backend: WebGPUBackend): void {
  flush(backend);
  // tfjs declares these members private.
  const kept = backend.bufferManager as unknown as Keeping;
  for (const buffers of kept.freeBuffers.values()) {
    for (const buffer of buffers.splice(0)) {
      kept.numFreeBuffers--;
      kept.numBytesAllocated -= buffer.size;
      buffer.destroy();
    }
  }
}

/** Keeps no buffer that was read from: each has the size of what was read. */
export function forgetReadings({ bufferManager }: WebGPUBackend): void {
  const { releaseBuffer } = bufferManager;
  bufferManager.releaseBuffer = (buffer, reuse = true) => {
    const read = (buffer.usage & GPUBufferUsage.MAP_READ) !== 0;
    releaseBuffer.call(bufferManager, buffer, reuse && !read);
  };
}
