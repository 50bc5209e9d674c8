import { batchNorm } from "./batch_norm.ts";
import { concatPool } from "./pooling.ts";
import { dropout, relu } from "./activation.ts";
import type { Layer } from "./layer.ts";
import { linear } from "./linear.ts";
import { sequential } from "./sequential.ts";

/** fastai's batch norms start with this shift. */
const BETA = 1e-3;

/**
 * fastai's head for a convolutional body: `[b, h, w, c]` to `[b, outputs]`.
 * Names count the steps of fastai's `create_head`.
 *
 * @param hidden units of the layer in between
 * @param rate dropout before the last layer; half of it before the first
 */
export function head(outputs: number, hidden = 512, rate = 0.5): Layer {
  return sequential([
    ["0", concatPool()],
    ["2", batchNorm(BETA)],
    ["3", dropout(rate / 2)],
    ["4", linear({ units: hidden })],
    ["5", relu()],
    ["6", batchNorm(BETA)],
    ["7", dropout(rate)],
    ["8", linear({ units: outputs })],
  ]);
}
