import { batchTooLarge } from "../../base/errors/fit.ts";
import { nothingToValidate } from "../../base/errors/front.ts";
import type { PipelineStages } from "../pipeline/stages.ts";
import { checkFront, type Front } from "./front.ts";
import { checkGathering } from "./gathering.ts";
import { type Vocabulary, vocabularyOf } from "./targets.ts";

/** What there is to learn, and in how many steps an epoch. */
export interface Learnable {
  readonly vocabulary: Vocabulary;
  readonly steps: number;
}

/**
 * What a training set poses. Needs nothing that is read or fetched, so that
 * mistakes in labels and sizes are told before that.
 *
 * @throws {PipelineError} when its labels mix types, do not fit the loss or
 * hold one class only, or when it does not fill one batch, or what is gathered
 * of batches before a step; when items, labels
 * and sets do not go together, or nothing is left to validate on
 */
export function learnable(
  { architecture, loss, fit }: Pick<
    PipelineStages,
    "architecture" | "loss" | "fit"
  >,
  front: Front,
): Learnable {
  checkFront(front);
  const { items, labels, sets } = front;
  const { batch } = fit.behaviour;
  const steps = Math.floor(sets.train.length / batch);
  if (!(batch >= 1 && steps >= 1)) {
    throw batchTooLarge(batch, sets.train.length);
  }
  const { groups } = architecture.behaviour;
  checkGathering(fit.behaviour, { groups, steps });
  if (sets.valid.length === 0) throw nothingToValidate();
  const labelOf = new Map(items.map(({ id }, at) => [id, labels[at] ?? ""]));
  const vocabulary = vocabularyOf(
    sets.train.map((id) => ({ id, label: labelOf.get(id) ?? "" })),
    { op: loss.op, targets: loss.behaviour.targets },
  );
  return { vocabulary, steps };
}
