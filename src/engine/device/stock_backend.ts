import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { installKernels } from "../kernels/install.ts";
import { restoreStock } from "../kernels/override.ts";
import { tf } from "./_tfjs.ts";

/** What tfjs knows the backend by. */
export const STOCK_BACKEND = "stock-webgpu";

/**
 * Gives tfjs a second backend on the GPU that is open, with its own kernels and
 * gradients in place of ours: what tests and benchmarks compare ours with in
 * one process. Each backend keeps its own tensors and buffers;
 * `tf.setBackend()` chooses.
 *
 * @throws {TypeError} when no WebGPU device is open
 * @returns what takes it away again, with all its tensors
 */
export function addStockBackend(): () => void {
  const ours = tf.findBackend("webgpu");
  if (!(ours instanceof WebGPUBackend)) {
    throw new TypeError(
      "Cannot add the stock backend: no WebGPU device is open",
    );
  }
  if (tf.getKernelsForBackend(STOCK_BACKEND).length === 0) {
    restoreStock();
    tf.copyRegisteredKernels("webgpu", STOCK_BACKEND);
    installKernels();
  }
  const { device } = ours;
  const stock = new WebGPUBackend(device, device.adapterInfo);
  tf.registerBackend(STOCK_BACKEND, () => stock);
  return () => tf.removeBackend(STOCK_BACKEND);
}
