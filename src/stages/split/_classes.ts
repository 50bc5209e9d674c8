import { cannotStratify } from "../../base/errors/split.ts";
import type { SplitItem } from "../../flow/stage/split.ts";

/**
 * The ids of each class, in the order of the items.
 *
 * @throws {PipelineError} when a label is a number or a list
 */
export function idsByClass(
  items: readonly SplitItem[],
): readonly (readonly string[])[] {
  const classes = new Map<string, string[]>();
  for (const { id, label } of items) {
    if (typeof label === "number" || typeof label === "object") {
      throw cannotStratify(id, label);
    }
    const name = JSON.stringify(label);
    const members = classes.get(name);
    if (members === undefined) classes.set(name, [id]);
    else members.push(id);
  }
  return [...classes.values()];
}
