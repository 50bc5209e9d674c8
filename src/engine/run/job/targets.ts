import { type Front, itemsOf } from "../../../flow/graph/front.ts";
import { encodeLabel, type Vocabulary } from "../../../flow/graph/targets.ts";

/**
 * The row that the loss scores, by id, of all items that train or validate
 * unless others are named. The test set is never looked at while training, not
 * even its labels.
 *
 * @throws {PipelineError} when a label is none of the vocabulary's
 */
export function targetsOf(
  front: Front,
  vocabulary: Vocabulary,
  ids: readonly string[] = [...front.sets.train, ...front.sets.valid],
): ReadonlyMap<string, readonly number[]> {
  const labels = new Map(
    front.items.map(({ id }, at) => [id, front.labels[at] ?? ""]),
  );
  return new Map(
    itemsOf(front, ids).map(({ id }) => [
      id,
      encodeLabel(vocabulary, { id, label: labels.get(id) ?? "" }),
    ]),
  );
}
