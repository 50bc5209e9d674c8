import {
  accumulateGradients,
  clipGradients,
  crossEntropy,
  cutmix,
  earlyStopping,
  keepBest,
  mixup,
  reduceOnPlateau,
  testTimeAugmentation,
} from "leat";
import { stream } from "../../../src/base/random/stream.ts";
import { mixedLoss } from "../../../src/engine/train/mixing.ts";
import type { MixingBehaviour } from "../../../src/flow/stage/mixing.ts";
import type { Tensor4D, Tensors } from "../../../src/flow/stage/tensors.ts";
import type { TransformBehaviour } from "../../../src/flow/stage/transform.ts";
import { type Rows, within } from "../compare.ts";
import { onProcessor, wave } from "./formula.ts";
import { setting } from "./setting.ts";

const SIDE = 32;

/** The loss of five items, each mixed with the next but one. */
function mixed(tf: Tensors): number {
  return tf.tidy(() => {
    const targets = tf.tensor2d(
      [0, 1, 2, 0, 1].flatMap((right) =>
        [0, 1, 2].map((each) => Number(each === right))
      ),
      [5, 3],
    );
    const each = mixedLoss(tf, crossEntropy().behaviour, {
      outputs: tf.tensor2d(wave(15, { size: 2 }), [5, 3]),
      targets,
      kind: "category",
    }, { partners: [2, 3, 4, 0, 1], shares: [0.5, 0.6, 0.7, 0.8, 0.9] });
    return tf.mean(each).dataSync()[0] ?? NaN;
  });
}

function mixingOf(
  { behaviour }: { readonly behaviour: TransformBehaviour },
): MixingBehaviour {
  if (!("mix" in behaviour)) throw new TypeError("It mixes nothing");
  return behaviour;
}

/** What items keep of their own labels, on average. */
function keptShare(
  tf: Tensors,
  { mix }: MixingBehaviour,
  batches: number,
  items: number,
): number {
  let sum = 0;
  for (let at = 0; at < batches; at++) {
    tf.tidy(() => {
      const images: Tensor4D = tf.zeros([items, SIDE, SIDE, 1]);
      const { shares } = mix(tf, {
        images,
        partners: images,
        batch: stream(0, "batch", at),
        items: drawsOf(items, at),
      });
      sum += shares.reduce((total, each) => total + each, 0) / items;
    });
  }
  return sum / batches;
}

function drawsOf(items: number, batch: number) {
  return Array.from(
    { length: items },
    (_, at) => stream(0, "item", batch, at),
  );
}

/** Section 2.15: callbacks, mixtures and test-time augmentation. */
export async function callbacks(): Promise<Rows> {
  const stopping = earlyStopping();
  const best = keepBest();
  const plateau = reduceOnPlateau();
  const tta = testTimeAugmentation();
  const [mixes, cuts] = [mixup(), cutmix()];
  return {
    "early stopping: watched": stopping.monitor,
    "early stopping: patience, least difference": [
      stopping.patience,
      stopping.minDelta,
    ],
    "keep best: watched": best.monitor,
    "keep best: least difference": best.minDelta,
    "reduce on plateau: watched": plateau.monitor,
    "reduce on plateau: patience, factor, least rate": [
      plateau.patience,
      plateau.factor,
      plateau.minLearningRate,
    ],
    "gradient clip: largest norm": clipGradients().limit,
    "gradient accumulation: items": accumulateGradients().samples,
    "test-time augmentation: passes, beta": [
      Number(setting(tta, "passes")),
      Number(setting(tta, "beta")),
    ],
    "MixUp: alpha": setting(mixes, "alpha"),
    "CutMix: alpha": setting(cuts, "alpha"),
    ...await onProcessor((tf) => ({
      "MixUp: loss of a mixed batch": mixed(tf),
      // Four deviations of the mean, of what both sides drew.
      "MixUp: kept of an image, on average": within(
        0.01,
        keptShare(tf, mixingOf(mixes), 100, 200),
      ),
      "CutMix: kept of an image, on average": within(
        0.03,
        keptShare(tf, mixingOf(cuts), 4000, 1),
      ),
    })),
  };
}
