import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { DataId } from "@tensorflow/tfjs-core";

/** Remembers nothing. */
class Nobody extends WeakSet<DataId> {
  override add(): this {
    return this;
  }
}

/**
 * Lets the next kernel have the buffer of a tensor that is disposed of. tfjs
 * keeps those that it has not submitted, up to fifteen, which is as much memory
 * as all layers together where they are large. The device does as it is told one
 * after the other, and tfjs brings numbers from the processor into a buffer that
 * was in use before by a copy of their own, in the same order.
 */
export function releaseAtOnce(backend: WebGPUBackend): void {
  const nobody = new Nobody();
  Object.defineProperty(backend, "commandQueueOwnedIds", {
    get: () => nobody,
    set() {}, // anew at each submit
  });
}
