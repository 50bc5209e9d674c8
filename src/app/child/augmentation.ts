import { nothingVaries } from "../../base/errors/transforms.ts";
import { augmentationOf } from "../../flow/graph/test_time.ts";
import type { PipelineStages } from "../../flow/pipeline/stages.ts";
import type { TestTimeAugmentation } from "../../flow/stage/test_time.ts";
import { varies } from "../../flow/stage/varies.ts";
import {
  testTimeAugmentation,
  type TestTimeAugmentationOptions,
} from "../../stages/transforms/test_time_augmentation.ts";

/**
 * How answers are to be found: by several views, if it is asked for. As the
 * pipeline says where it says so, else by the defaults.
 *
 * @throws {PipelineError} when a setting is out of range, or all views of an
 * image would be the same
 */
export function augmentationFor(
  stages: Pick<PipelineStages, "transforms">,
  asked: boolean | TestTimeAugmentationOptions = false,
): TestTimeAugmentation | undefined {
  if (asked === false) return undefined;
  const { transforms } = stages;
  if (!transforms.some((each) => varies(each.behaviour))) throw nothingVaries();
  const own = asked === true ? augmentationOf(stages) : undefined;
  const options = asked === true ? {} : asked;
  return own ??
    augmentationOf({ transforms: [testTimeAugmentation(options)] });
}
