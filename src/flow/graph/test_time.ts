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
import type { PipelineStages } from "../pipeline/stages.ts";
import type { TestTimeAugmentation } from "../stage/test_time.ts";

type Transforms = Pick<PipelineStages, "transforms">;

/** How a pipeline asks to be judged by augmented views, if it does. */
export function augmentationOf(
  { transforms }: Transforms,
): TestTimeAugmentation | undefined {
  for (const { behaviour } of transforms) {
    if (behaviour.when === "evaluate") return behaviour.augmentation;
  }
  return undefined;
}

/** The transforms that decide what is learned. */
export function learnedTransforms(
  { transforms }: PipelineDescription,
  stages: Transforms,
): readonly StageDescription[] {
  return transforms.filter((_, at) =>
    stages.transforms[at]?.behaviour.when !== "evaluate"
  );
}
