import { answersOf } from "../../engine/inspect/classes.ts";
import type { Predictions } from "../../flow/stage/objective.ts";

/** What a model says of an item, and what is so, in words. */
export interface Said {
  /** What it is. */
  readonly actual: string;
  /** What the model says. */
  readonly predicted: string;
  /** Whether that is right; of numbers, nothing is. */
  readonly right: boolean | null;
  /** Of what the model says, and of what the item is; of classes alone. */
  readonly confidence?: number;
  readonly probability?: number;
}

const share = (probability: number) => `${(probability * 100).toFixed(0)}%`;

/** What was said of one item, and what is so. */
export function saidOf(predictions: Predictions, row: number): Said {
  const { target, columns, classes } = predictions;
  const from = row * columns;
  const outputs = predictions.outputs.subarray(from, from + columns);
  const targets = predictions.targets.subarray(from, from + columns);
  if (target === "quantity") {
    const plain = (value = NaN) => String(Number(value.toPrecision(6)));
    return {
      actual: plain(targets[0]),
      predicted: plain(outputs[0]),
      right: null,
    };
  }
  if (target === "tags") {
    const named = (values: Float32Array, text: (at: number) => string) =>
      classes.flatMap((_, at) => (values[at] ?? 0) > 0.5 ? [text(at)] : [])
        .join(", ") || "none";
    const isRight = outputs.every((value, at) =>
      value > 0.5 === targets[at]! > 0.5
    );
    return {
      actual: named(targets, (at) => `${classes[at]} (${share(outputs[at]!)})`),
      predicted: named(
        outputs,
        (at) => `${classes[at]} (${share(outputs[at]!)})`,
      ),
      right: isRight,
    };
  }
  const [answer] = answersOf({ ...predictions, count: 1, outputs, targets });
  if (answer === undefined) throw new TypeError("One row has one answer");
  const { actual, predicted, confidence, probability } = answer;
  return {
    actual: String(classes[actual]),
    predicted: String(classes[predicted]),
    right: actual === predicted,
    confidence,
    probability,
  };
}
