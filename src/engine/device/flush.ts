import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";

/** Submits all that a backend was asked: tfjs collects up to 15 dispatches. */
export function flush(backend: WebGPUBackend): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}
