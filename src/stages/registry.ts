import { registryName, type StageRegistry } from "../flow/pipeline/stages.ts";
import type { StageFactory } from "../flow/stage/stage.ts";
import { imagesStage } from "./source/images.ts";
import { rowsStage } from "./source/rows.ts";
import { tableStage } from "./source/table.ts";
import { afterStage } from "./split/after.ts";
import { byGroupStage } from "./split/by_group.ts";
import { foldersStage } from "./split/folders.ts";
import { kFoldStage } from "./split/k_fold.ts";
import { randomStage } from "./split/random.ts";
import { featuresStage } from "./input/features.ts";
import { imageStage } from "./input/image.ts";
import { augmentStage } from "./transforms/augment.ts";
import { brightnessStage } from "./transforms/brightness.ts";
import { contrastStage } from "./transforms/contrast.ts";
import { cutmixStage } from "./transforms/cutmix.ts";
import { flipStage } from "./transforms/flip.ts";
import { mixupStage } from "./transforms/mixup.ts";
import { normalizeStage } from "./transforms/normalize.ts";
import { randomErasingStage } from "./transforms/random_erasing.ts";
import { randomResizedCropStage } from "./transforms/random_resized_crop.ts";
import { rotateStage } from "./transforms/rotate.ts";
import { warpStage } from "./transforms/warp.ts";
import { testTimeAugmentationStage } from "./transforms/test_time_augmentation.ts";
import { zoomStage } from "./transforms/zoom.ts";
import { cifarResnetStage } from "./architecture/cifar_resnet.ts";
import { layersModelStage } from "./architecture/layers_model.ts";
import { mlpStage } from "./architecture/mlp.ts";
import { resnetStage } from "./architecture/resnet.ts";
import { resnet18Stage } from "./architecture/resnet18.ts";
import { resnet34Stage } from "./architecture/resnet34.ts";
import { resnet50Stage } from "./architecture/resnet50.ts";
import { resnet101Stage } from "./architecture/resnet101.ts";
import { resnet152Stage } from "./architecture/resnet152.ts";
import { binaryCrossEntropyStage } from "./loss/binary_cross_entropy.ts";
import { crossEntropyStage } from "./loss/cross_entropy.ts";
import { mseStage } from "./loss/mse.ts";
import { accuracyStage } from "./metrics/accuracy.ts";
import { errorRateStage } from "./metrics/error_rate.ts";
import { f1Stage } from "./metrics/f1.ts";
import { rmseStage } from "./metrics/rmse.ts";
import { constantStage } from "./fit/constant.ts";
import { fineTuneStage } from "./fit/fine_tune.ts";
import { flatCosStage } from "./fit/flat_cos.ts";
import { oneCycleStage } from "./fit/one_cycle.ts";
import { sgdrStage } from "./fit/sgdr.ts";

const factories = [
  imagesStage,
  rowsStage,
  tableStage,
  afterStage,
  byGroupStage,
  foldersStage,
  kFoldStage,
  randomStage,
  featuresStage,
  imageStage,
  augmentStage,
  brightnessStage,
  contrastStage,
  cutmixStage,
  flipStage,
  mixupStage,
  normalizeStage,
  randomErasingStage,
  randomResizedCropStage,
  rotateStage,
  warpStage,
  testTimeAugmentationStage,
  zoomStage,
  cifarResnetStage,
  layersModelStage,
  mlpStage,
  resnetStage,
  resnet18Stage,
  resnet34Stage,
  resnet50Stage,
  resnet101Stage,
  resnet152Stage,
  binaryCrossEntropyStage,
  crossEntropyStage,
  mseStage,
  accuracyStage,
  errorRateStage,
  f1Stage,
  rmseStage,
  constantStage,
  fineTuneStage,
  oneCycleStage,
  flatCosStage,
  sgdrStage,
];

/** Every stage that comes with Leat, by role and name. */
export const registry: StageRegistry = new Map(
  factories.map((factory): [string, StageFactory] => [
    registryName(factory.role, factory.op),
    // A factory checks whatever it is given by its own schema.
    factory as unknown as StageFactory,
  ]),
);
