import type { Vocabulary } from "../../flow/graph/targets.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Unlike } from "../familiarity/familiarity.ts";
import type { Explanation } from "../insight/explanation.ts";

/** Tags count as present from this probability. */
const THRESHOLD = 0.5;

/** What a model says of one item. */
export interface Prediction {
  /** In the label's own type: a class, a number, or tags. */
  readonly label: LabelValue;
  /** Of the label; absent for a number, and for tags. */
  readonly probability?: number;
  /** Of each class; absent for a number. */
  readonly probabilities?: Readonly<Record<string, number>>;
  /** Absent where nothing tells. */
  readonly unlike?: Unlike;
  /** Where it was asked for, and a layer makes images. */
  readonly explanation?: Explanation;
}

/** What the outputs of a network say of one item. */
export function answer(
  { kind, classes }: Vocabulary,
  outputs: readonly number[],
): Prediction {
  if (kind === "quantity") return { label: outputs[0] ?? NaN };
  const probabilities = Object.fromEntries(
    classes.map((each, at) => [String(each), outputs[at] ?? NaN]),
  );
  if (kind === "tags") {
    const label = classes.filter((_, at) => (outputs[at] ?? 0) >= THRESHOLD)
      .map(String);
    return { label, probabilities };
  }
  const best = outputs.indexOf(Math.max(...outputs));
  return {
    label: classes[best] ?? "",
    probability: outputs[best] ?? NaN,
    probabilities,
  };
}
