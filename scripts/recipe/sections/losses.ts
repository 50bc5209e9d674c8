import {
  accuracy,
  binaryCrossEntropy,
  crossEntropy,
  errorRate,
  f1,
  mse,
} from "leat";
import { SmoothedLoss } from "../../../src/engine/train/smoothed_loss.ts";
import type {
  LossBehaviour,
  Predictions,
} from "../../../src/flow/stage/objective.ts";
import type { Tensors } from "../../../src/flow/stage/tensors.ts";
import type { Rows } from "../compare.ts";
import { onProcessor, wave } from "./formula.ts";

const COUNT = 11;
const COLUMNS = 3;

const outputs = wave(COUNT * COLUMNS, { size: 2 });
const oneHot = Float32Array.from(
  { length: COUNT * COLUMNS },
  (_, at) => Number(at % COLUMNS === Math.floor(at / COLUMNS) % COLUMNS),
);

/** The loss of each item. */
function itemLosses(
  tf: Tensors,
  { behaviour }: { readonly behaviour: LossBehaviour },
  given: Float32Array,
  targets: Float32Array,
): number[] {
  const shape: [number, number] = [COUNT, given.length / COUNT];
  return tf.tidy(() => [
    ...behaviour.perItem(
      tf,
      tf.tensor2d(given, shape),
      tf.tensor2d(targets, shape),
    ).dataSync(),
  ]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

function smoothed(losses: readonly number[]): number[] {
  const shown = new SmoothedLoss();
  return losses.map((loss) => {
    shown.add(loss);
    return shown.value;
  });
}

/** Section 2.15: losses, metrics and how they are averaged. */
export async function losses(): Promise<Rows> {
  return await onProcessor((tf) => {
    const { behaviour } = crossEntropy();
    const each = itemLosses(tf, crossEntropy(), outputs, oneHot);
    const smooth = crossEntropy({ labelSmoothing: 0.1 });
    const tags = wave(COUNT * COLUMNS, { start: 1 })
      .map((each) => Number(each > 0));
    const first = outputs.filter((_, at) => at % COLUMNS === 0);
    const softmax = tf.tidy(() =>
      behaviour.activation(tf, tf.tensor2d(outputs, [COUNT, COLUMNS]))
        .dataSync()
    );
    const predictions: Predictions = {
      target: "category",
      count: COUNT,
      columns: COLUMNS,
      outputs: Float32Array.from(softmax),
      targets: oneHot,
      classes: ["a", "b", "c"],
    };
    return {
      "cross entropy": mean(each),
      "cross entropy, item by item": each,
      "cross entropy, labels smoothed by 0.1": mean(
        itemLosses(tf, smooth, outputs, oneHot),
      ),
      "softmax": [...softmax],
      "binary cross entropy": mean(
        itemLosses(tf, binaryCrossEntropy(), outputs, tags),
      ),
      "mean squared error": mean(
        itemLosses(tf, mse(), first, wave(COUNT, { start: 3 })),
      ),
      "error rate over batches of 4, 4, 3": errorRate().behaviour
        .compute(predictions),
      "accuracy over batches of 4, 4, 3": accuracy().behaviour
        .compute(predictions),
      "macro F1": f1({ average: "macro" }).behaviour.compute(predictions),
      "training loss shown after 1, 0.5, 0.25": smoothed([1, 0.5, 0.25]),
    };
  });
}
