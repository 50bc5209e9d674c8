/**
 * Work that is told to a device which does nothing of it, but counts what memory
 * it would take: the same kernels in the same order, so to the byte.
 *
 * @module
 */
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { compilingNowhere } from "../kernels/compile_ahead.ts";
import { countNoCalls } from "../kernels/kernel_watch.ts";
import { tf } from "./_tfjs.ts";
import { type BufferBytes, countBuffers } from "./count_buffers.ts";
import { flush } from "./flush.ts";
import { forgetReadings, freeIdleBuffers } from "./idle_buffers.ts";
import { releaseAtOnce } from "./release_at_once.ts";

/** Where the processor writes what is brought to a device that is none. */
class Scratch {
  #room = new ArrayBuffer(0);

  of(size: number): ArrayBuffer {
    if (this.#room.byteLength < size) this.#room = new ArrayBuffer(size);
    return this.#room;
  }
}

/** A buffer without memory; tfjs tells buffers by what they are made of. */
function bufferOf(
  { size, usage, mappedAtCreation }: GPUBufferDescriptor,
  scratch: Scratch,
): GPUBuffer {
  const own = {
    size,
    usage,
    mapState: mappedAtCreation === true ? "mapped" : "unmapped",
    getMappedRange: () => scratch.of(size),
    unmap() {
      own.mapState = "unmapped";
    },
    destroy() {},
  };
  return Object.defineProperties(
    Object.create(GPUBuffer.prototype),
    Object.getOwnPropertyDescriptors(own),
  );
}

/** A device that does nothing, with the abilities of another. */
function idleDevice({ features, limits }: GPUDevice): GPUDevice {
  const scratch = new Scratch();
  const pass = {
    setPipeline() {},
    setBindGroup() {},
    dispatchWorkgroups() {},
    end() {},
  };
  const encoder = {
    beginComputePass: () => pass,
    copyBufferToBuffer() {},
    finish: () => ({}),
  };
  const device = {
    features,
    limits,
    queue: {
      submit() {},
      writeBuffer() {},
      onSubmittedWorkDone: () => Promise.resolve(),
    },
    createBuffer: (descriptor: GPUBufferDescriptor) =>
      bufferOf(descriptor, scratch),
    createBindGroup: () => ({}),
    createCommandEncoder: () => encoder,
  };
  // All that tfjs and a recording ask of one.
  return device as unknown as GPUDevice;
}

/** Has a pipeline for whatever is asked, so that no shader is written. */
const ANY_PIPELINE = new Proxy({}, {
  has: () => true,
  get: () => ({ getBindGroupLayout: () => ({}) }),
});

/** The part of tfjs' engine that knows what computes. */
interface Computing {
  backendInstance: unknown;
  readonly registry: Record<string, unknown>;
}

/** What a rehearsal may ask for. */
export interface Stage {
  /** What is held so far. */
  held(): BufferBytes;
  /** Frees what is kept for tensors to come, as {@linkcode Device.freeIdle} does. */
  freeIdle(): void;
}

/**
 * Does work on a device that counts. Whatever tensors the work makes are gone
 * after it, and it may use none that were made before.
 *
 * @param gpu whose abilities it has
 */
export function rehearse<Result>(
  gpu: GPUDevice,
  work: (stage: Stage) => Result,
): Result {
  const device = idleDevice(gpu);
  const held = countBuffers(device);
  const backend = new WebGPUBackend(device, gpu.adapterInfo);
  Object.assign(backend, { pipelineCache: ANY_PIPELINE });
  releaseAtOnce(backend);
  forgetReadings(backend);
  // tfjs declares these members private; to set a backend would take a while.
  const engine = tf.engine() as unknown as Computing;
  const { backendInstance } = engine;
  const { webgpu } = engine.registry;
  engine.backendInstance = engine.registry["webgpu"] = backend;
  countNoCalls(true);
  try {
    return compilingNowhere(() => {
      let result: { readonly value: Result } | undefined;
      tf.tidy(() => {
        const freeIdle = () => freeIdleBuffers(backend);
        result = { value: work({ held, freeIdle }) };
      });
      flush(backend);
      if (result === undefined) throw new TypeError("Nothing was rehearsed");
      return result.value;
    });
  } finally {
    countNoCalls(false);
    engine.registry["webgpu"] = webgpu;
    engine.backendInstance = backendInstance;
  }
}
