import * as tf from "@tensorflow/tfjs-core";
import { batchNorm } from "./normalization/batch_norm.ts";
import { moments } from "./normalization/moments.ts";
import { losses } from "./loss/softmax_cross_entropy.ts";

/** tfjs with operations of ours for those that take many kernels where one does. */
export const operations: typeof tf = {
  ...tf,
  moments,
  batchNorm,
  losses,
};
