import { batchNorm } from "./batch_norm.ts";
import { concatPool } from "./pooling.ts";
import { dropout as zeroed, relu, sigmoidRange } from "./activation.ts";
import type { Layer } from "./layer.ts";
import { linear } from "./linear.ts";
import { sequential } from "./sequential.ts";

/** fastai's batch norms start with this shift. */
const BETA = 1e-3;

/** What a head may be told. */
export interface HeadPlan {
  /** Units of each layer between body and output, fastai's `lin_ftrs`. */
  readonly hidden?: number | readonly number[] | undefined;
  /** Dropout before the last layer, fastai's `ps`; half of it before others. */
  readonly dropout?: number | undefined;
  /** Outputs are kept between these, fastai's `y_range`. */
  readonly yRange?: readonly [low: number, high: number] | undefined;
}

/**
 * fastai's head for a convolutional body: `[b, h, w, c]` to `[b, outputs]`.
 * Names count the steps of fastai's `create_head`:
 *
 *     0 pool ─ 1 flatten ─ (2 norm ─ 3 dropout ─ 4 linear ─ 5 relu) … ─ norm ─ dropout ─ linear
 */
export function head(
  outputs: number,
  { hidden = 512, dropout = 0.5, yRange }: HeadPlan = {},
): Layer {
  const between = typeof hidden === "number" ? [hidden] : hidden;
  const steps: Layer[] = [];
  for (const units of between) {
    steps.push(
      batchNorm(BETA),
      zeroed(dropout / 2),
      linear({ units }),
      relu(),
    );
  }
  steps.push(batchNorm(BETA), zeroed(dropout), linear({ units: outputs }));
  if (yRange) steps.push(sigmoidRange(...yRange));
  return sequential([
    ["0", concatPool()],
    ...steps.map((layer, at) => [`${at + 2}`, layer] as const),
  ]);
}
