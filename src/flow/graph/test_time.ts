/**
 * Test-time augmentation stands among the transforms and changes nothing that
 * is learned: it is kept out of their keys, and has a node of its own.
 *
 * @module
 */
import type {
  PipelineDescription,
  StageDescription,
} from "../pipeline/description.ts";
import type { Stage } from "../stage/stage.ts";
import type { TestTimeAugmentation } from "../stage/test_time.ts";

/** What has transforms: the stages of a pipeline. */
interface Transforming {
  readonly transforms: readonly Stage<"transforms">[];
}

/** How a pipeline asks to be judged by augmented views, if it does. */
export function augmentationOf(
  { transforms }: Transforming,
): TestTimeAugmentation | undefined {
  for (const { behaviour } of transforms) {
    if (behaviour.when === "evaluate") return behaviour.augmentation;
  }
  return undefined;
}

/** The transforms that decide what is learned. */
export function learnedTransforms(
  { transforms }: PipelineDescription,
  stages: Transforming,
): readonly StageDescription[] {
  return transforms.filter((_, at) =>
    stages.transforms[at]?.behaviour.when !== "evaluate"
  );
}
