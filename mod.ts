/**
 * Leat: declarative deep learning on Deno and WebGPU.
 *
 * A pipeline is one object literal whose keys stand in the order that data
 * flows; this module exports its vocabulary in the same order.
 *
 * @module
 */

// a pipeline
export { pipeline } from "./src/flow/pipeline/pipeline.ts";
export type { Pipeline } from "./src/flow/pipeline/pipeline.ts";
export type { PipelineSpec } from "./src/flow/pipeline/spec.ts";

// source
export { images } from "./src/stages/source/images.ts";
export { table } from "./src/stages/source/table.ts";
export { rows } from "./src/stages/source/rows.ts";
export { dataset } from "./src/flow/stage/dataset.ts";
export type { TableOptions } from "./src/stages/source/table.ts";
export type { DatasetDeclaration } from "./src/flow/stage/dataset.ts";

// split
export { kFold } from "./src/stages/split/k_fold.ts";
export { random } from "./src/stages/split/random.ts";
export { after } from "./src/stages/split/after.ts";
export { folders } from "./src/stages/split/folders.ts";
export { byGroup } from "./src/stages/split/by_group.ts";
export type { KFoldOptions } from "./src/stages/split/k_fold.ts";
export type { RandomOptions } from "./src/stages/split/random.ts";
export type { AfterOptions } from "./src/stages/split/after.ts";
export type { FoldersOptions } from "./src/stages/split/folders.ts";

// input
export { image } from "./src/stages/input/image.ts";
export { features } from "./src/stages/input/features.ts";
export type { ImageOptions } from "./src/stages/input/image.ts";

// transforms
export { augment } from "./src/stages/transforms/augment.ts";
export { flip } from "./src/stages/transforms/flip.ts";
export { rotate } from "./src/stages/transforms/rotate.ts";
export { zoom } from "./src/stages/transforms/zoom.ts";
export { warp } from "./src/stages/transforms/warp.ts";
export { randomResizedCrop } from "./src/stages/transforms/random_resized_crop.ts";
export { brightness } from "./src/stages/transforms/brightness.ts";
export { contrast } from "./src/stages/transforms/contrast.ts";
export { normalize } from "./src/stages/transforms/normalize.ts";
export { randomErasing } from "./src/stages/transforms/random_erasing.ts";
export { mixup } from "./src/stages/transforms/mixup.ts";
export { cutmix } from "./src/stages/transforms/cutmix.ts";
export { testTimeAugmentation } from "./src/stages/transforms/test_time_augmentation.ts";
export type { AugmentOptions } from "./src/stages/transforms/augment.ts";
export type { WarpOptions } from "./src/stages/transforms/warp.ts";
export type { RandomResizedCropOptions } from "./src/stages/transforms/random_resized_crop.ts";
export type { ZoomOptions } from "./src/stages/transforms/zoom.ts";
export type { NormalizeOptions } from "./src/stages/transforms/normalize.ts";
export type { RandomErasingOptions } from "./src/stages/transforms/random_erasing.ts";
export type { MixupOptions } from "./src/stages/transforms/mixup.ts";
export type { CutmixOptions } from "./src/stages/transforms/cutmix.ts";
export type { TestTimeAugmentationOptions } from "./src/stages/transforms/test_time_augmentation.ts";

// architecture
export { resnet18 } from "./src/stages/architecture/resnet18.ts";
export { resnet34 } from "./src/stages/architecture/resnet34.ts";
export { resnet50 } from "./src/stages/architecture/resnet50.ts";
export { resnet101 } from "./src/stages/architecture/resnet101.ts";
export { resnet152 } from "./src/stages/architecture/resnet152.ts";
export { resnet } from "./src/stages/architecture/resnet.ts";
export { cifarResnet } from "./src/stages/architecture/cifar_resnet.ts";
export { mlp } from "./src/stages/architecture/mlp.ts";
export { layersModel } from "./src/stages/architecture/layers_model.ts";
export { imagenet } from "./src/flow/kinds/weights.ts";
export { torchvision } from "./src/stages/architecture/weights/torchvision.ts";
export { huggingFace } from "./src/stages/architecture/weights/hugging_face.ts";
export { safetensors } from "./src/stages/architecture/weights/safetensors.ts";
export type { ResnetOptions } from "./src/flow/kinds/weights.ts";
export type { HuggingFaceOptions } from "./src/stages/architecture/weights/hugging_face.ts";
export type { CifarResnetOptions } from "./src/stages/architecture/cifar_resnet.ts";
export type { HeadOptions } from "./src/stages/architecture/layers/head_options.ts";
export type { NarrowResnetOptions } from "./src/stages/architecture/resnet.ts";
export type { LayersModelOptions } from "./src/stages/architecture/layers_model.ts";

// loss
export { crossEntropy } from "./src/stages/loss/cross_entropy.ts";
export { mse } from "./src/stages/loss/mse.ts";
export { binaryCrossEntropy } from "./src/stages/loss/binary_cross_entropy.ts";
export type { CrossEntropyOptions } from "./src/stages/loss/cross_entropy.ts";
export type { BinaryCrossEntropyOptions } from "./src/stages/loss/binary_cross_entropy.ts";

// metrics
export { errorRate } from "./src/stages/metrics/error_rate.ts";
export { accuracy } from "./src/stages/metrics/accuracy.ts";
export { rmse } from "./src/stages/metrics/rmse.ts";
export { f1 } from "./src/stages/metrics/f1.ts";

// fit
export { constant } from "./src/stages/fit/constant.ts";
export { oneCycle } from "./src/stages/fit/one_cycle.ts";
export { fineTune } from "./src/stages/fit/fine_tune.ts";
export { flatCos } from "./src/stages/fit/flat_cos.ts";
export { sgdr } from "./src/stages/fit/sgdr.ts";
export { slice } from "./src/stages/fit/learning_rate/slice.ts";
export { adamW } from "./src/stages/fit/optimizer/adam_w.ts";
export { sgd } from "./src/stages/fit/optimizer/sgd.ts";
export { earlyStopping } from "./src/stages/fit/callbacks/early_stopping.ts";
export { keepBest } from "./src/stages/fit/callbacks/keep_best.ts";
export { reduceOnPlateau } from "./src/stages/fit/callbacks/reduce_on_plateau.ts";
export { clipGradients } from "./src/stages/fit/callbacks/clip_gradients.ts";
export { accumulateGradients } from "./src/stages/fit/callbacks/accumulate_gradients.ts";
export type { ConstantOptions } from "./src/stages/fit/constant.ts";
export type { OneCycleOptions } from "./src/stages/fit/one_cycle.ts";
export type { FineTuneOptions } from "./src/stages/fit/fine_tune.ts";
export type { FlatCosOptions } from "./src/stages/fit/flat_cos.ts";
export type { SgdrOptions } from "./src/stages/fit/sgdr.ts";
export type { Slice } from "./src/stages/fit/learning_rate/slice.ts";
export type { AdamW, AdamWOptions } from "./src/stages/fit/optimizer/adam_w.ts";
export type { Sgd, SgdOptions } from "./src/stages/fit/optimizer/sgd.ts";
export type { EarlyStoppingOptions } from "./src/stages/fit/callbacks/early_stopping.ts";
export type { KeepBestOptions } from "./src/stages/fit/callbacks/keep_best.ts";
export type { ReduceOnPlateauOptions } from "./src/stages/fit/callbacks/reduce_on_plateau.ts";
export type { ClipGradientsOptions } from "./src/stages/fit/callbacks/clip_gradients.ts";
export type { Callback } from "./src/flow/stage/callback.ts";

// expect
export { claim } from "./src/stages/expect/claim.ts";
export type { Claim, Claims } from "./src/flow/claims/claim.ts";

// knobs, wherever a value stands
export { knob, z } from "./src/flow/knobs/knob.ts";

// use it
export { train } from "./src/app/library/train.ts";
export type {
  PredictOptions,
  TrainOptions,
} from "./src/app/library/train_options.ts";
export type { Trained } from "./src/app/library/trained.ts";
export { showBatch } from "./src/app/library/show_batch.ts";
export type { ShowBatchOptions } from "./src/app/library/show_batch_options.ts";
export type { ShownBatch } from "./src/app/notebook/batch.ts";
export type { ConfusionMatrix } from "./src/app/notebook/confusion.ts";
export type { Prediction } from "./src/app/notebook/prediction.ts";
export { lrFind } from "./src/app/library/lr_find.ts";
export type {
  FoundRates,
  LrFindOptions,
} from "./src/app/library/found_rates.ts";
export type {
  ClaimResult,
  Decision,
  EpochRow,
  MetricValues,
  RunEvent,
} from "./src/flow/events/event.ts";
export type {
  EngineReport,
  KernelFallback,
} from "./src/flow/events/engine_report.ts";
export { PipelineError } from "./src/base/errors/pipeline_error.ts";
export { Interrupted } from "./src/base/errors/interrupted.ts";

// kinds
export type { AudioFile, ImageFile, TextFile } from "./src/flow/kinds/items.ts";
export type { Features, Image, Tokens } from "./src/flow/kinds/inputs.ts";
export type {
  Category,
  Classes,
  LabelValue,
  Quantity,
  Tags,
} from "./src/flow/kinds/targets.ts";
export type { Pretrained, Scratch } from "./src/flow/kinds/weights.ts";

// stages of your own
export { defineStage } from "./src/flow/stage/define_stage.ts";
export type { StageDefinition } from "./src/flow/stage/define_stage.ts";
export type { StageFactory } from "./src/flow/stage/stage.ts";
export type {
  Architecture,
  Input,
  Loss,
  Metric,
  Schedule,
  Source,
  Split,
  Transform,
} from "./src/flow/stage/stage.ts";
