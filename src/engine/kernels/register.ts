import { registerDropoutMask } from "./dropout_mask.ts";
import { registerEraseImages } from "./images/erase_images.ts";
import { registerLightImages } from "./images/light_images.ts";
import { registerSampleImages } from "./images/sample_images.ts";
import { registerAdam } from "./optimizer/adam.ts";
import { registerLossScale } from "./optimizer/loss_scale.ts";
import { registerWeightedSum } from "./optimizer/weighted_sum.ts";

/** Makes kernels that tfjs has no name for known to a backend; twice is as once. */
export function registerKernels(backendName: "webgpu" | "cpu"): void {
  registerAdam(backendName);
  registerDropoutMask(backendName);
  registerEraseImages(backendName);
  registerLightImages(backendName);
  registerLossScale(backendName);
  registerSampleImages(backendName);
  registerWeightedSum(backendName);
}
