/**
 * What transfer learning does on real photographs: the same network from random
 * weights and from trained ones, on five folds.
 *
 * @module
 */
import * as leat from "leat";

/** Where the photographs and the network are. */
export interface Places {
  /** A folder of Oxford-IIIT Pet photographs: names of cats begin with a capital. */
  readonly photographs: string;
  /** The `model.json` of a MobileNetV1 as a tfjs layers model. */
  readonly mobilenet: string;
}

/** Error rates on one fold. */
export interface FoldErrors {
  /** By always answering with the majority. */
  readonly majority: number;
  /** From random weights, as many epochs as both phases of fine-tuning. */
  readonly scratch: number;
  /** After the frozen epoch. */
  readonly frozen: number;
  /** After the unfrozen epoch. */
  readonly fineTuned: number;
}

/** How many folds there are. */
export const FOLDS = 5;

const batch = 32;

/** One fold's pipelines: everything but weights and schedule is the same. */
export function pipelinesOf({ photographs, mobilenet }: Places, fold: number) {
  const cut = "conv_pw_13_relu";
  const fineTuned = leat.pipeline({
    source: leat.images(photographs),
    label: (file) => /^[A-Z]/.test(file.name) ? "cat" : "dog",
    split: leat.kFold({ folds: FOLDS, fold, seed: 42, stratify: true }),
    input: leat.image({ size: 224 }),
    transforms: [leat.flip()],
    architecture: leat.layersModel(mobilenet, { cut }),
    loss: leat.crossEntropy(),
    metrics: [leat.errorRate()],
    fit: leat.fineTune(1, { batch }),
  });
  const scratch = leat.pipeline({
    ...fineTuned.spec,
    architecture: leat.layersModel(mobilenet, { cut, random: true }),
    fit: leat.oneCycle(2, { learningRate: 2e-3, batch }),
  });
  return { fineTuned, scratch };
}

/** Trains both pipelines of a fold, or finds them trained. */
export async function errorsOf(
  places: Places,
  fold: number,
  options: leat.TrainOptions = {},
): Promise<FoldErrors> {
  const { fineTuned, scratch } = pipelinesOf(places, fold);
  using random = await leat.train(scratch, options);
  using tuned = await leat.train(fineTuned, options);
  const errorAfter = (phase: string) =>
    tuned.history.findLast((row) => row.phase === phase)
      ?.metrics["error_rate"] ?? NaN;
  return {
    majority: tuned.baseline["error_rate"] ?? NaN,
    scratch: random.metrics["error_rate"] ?? NaN,
    frozen: errorAfter("frozen"),
    fineTuned: errorAfter("unfrozen"),
  };
}
