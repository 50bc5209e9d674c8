import * as tf from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";
import { batchNorm, batchNormRelu } from "./normalization/batch_norm.ts";
import { moments } from "./normalization/moments.ts";
import { losses } from "./loss/softmax_cross_entropy.ts";

/** tfjs with operations of ours for those that take many kernels where one does. */
export const operations: Tensors & typeof tf = {
  ...tf,
  moments,
  batchNorm,
  batchNormRelu,
  losses,
};
