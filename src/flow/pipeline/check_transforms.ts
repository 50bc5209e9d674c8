import {
  erasedBefore,
  mixedTwice,
  nothingAfter,
  nothingVaries,
  twice,
} from "../../base/errors/transforms.ts";
import type { Stage } from "../stage/stage.ts";
import { varies } from "../stage/varies.ts";

/**
 * Checks the order of transforms. What mixes images comes once, after all that
 * changes single ones: fastai too applies its callbacks after its transforms,
 * and cannot put one mixture into another. What erases comes right before it.
 *
 * @throws {PipelineError} when there are two that mix or something comes after
 * one or after what erases, or when test-time augmentation stands twice, or has
 * nothing to vary
 */
export function checkTransforms(
  transforms: readonly Stage<"transforms">[],
): void {
  const judging = transforms.filter((each) =>
    each.behaviour.when === "evaluate"
  );
  const changing = transforms.filter((each) => !judging.includes(each));
  const [mixing, second] = changing.filter(({ behaviour }) =>
    "mix" in behaviour
  );
  if (mixing && second) throw mixedTwice(mixing.op, second.op);
  const last = changing.at(-1);
  if (mixing && last && last !== mixing) throw nothingAfter(mixing.op, last.op);
  const erasing = changing.find(({ behaviour }) => "erase" in behaviour);
  const late = erasing && changing.slice(changing.indexOf(erasing)).find((
    { behaviour },
  ) => !("erase" in behaviour || "mix" in behaviour));
  if (erasing && late) throw erasedBefore(erasing.op, late.op);
  const [first, ...others] = judging;
  if (first && others.length > 0) throw twice(first.op);
  if (first && !changing.some(({ behaviour }) => varies(behaviour))) {
    throw nothingVaries();
  }
}
