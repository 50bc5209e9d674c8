import type { EpochRow } from "../../../flow/events/event.ts";

/** A warning when the last epoch of a table helped the training set alone. */
export function learnsByHeart(rows: readonly EpochRow[]): string | undefined {
  const [before, last] = rows.slice(-2);
  if (!before || !last || before.phase !== last.phase) return undefined;
  const rose = last.valid_loss > before.valid_loss;
  if (!rose || last.train_loss >= before.train_loss) return undefined;
  const [from, to] = [before, last].map((row) => row.valid_loss.toFixed(4));
  return `Validation loss rose (${from} to ${to}) while training loss fell: the model begins to learn its training set by heart`;
}
