import * as tf from "@tensorflow/tfjs-core";
import { batchNorm } from "./batch_norm.ts";
import { moments } from "./moments.ts";
import { losses } from "./softmax_cross_entropy.ts";

/** tfjs with operations of ours for those that take many kernels where one does. */
export const operations: typeof tf = {
  ...tf,
  moments,
  batchNorm,
  losses,
};
