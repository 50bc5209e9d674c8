import * as leat from "leat";
import type { Scalar, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type { Device } from "../../../src/engine/device/open_device.ts";
import {
  type Feeds,
  feedsOf,
  onDevice,
} from "../../../src/engine/replay/feeds.ts";
import { ReplayedStep } from "../../../src/engine/replay/replayed_step.ts";
import { trainingForward } from "../../../src/engine/train/forward.ts";
import { fixFrozenFilters } from "../../../src/engine/train/frozen_filters.ts";
import { gradientsOf } from "../../../src/engine/train/gradients.ts";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import { scaledLoss, stepStored } from "../../../src/engine/train/precision.ts";
import type {
  Precision,
  StepSettings,
} from "../../../src/flow/stage/schedule.ts";
import { type Laid, layOut, stepsOf } from "./laid.ts";
import type { StepSide } from "./side.ts";
import { BETA2, EPSILON, MOMENTUM, RATE, SEED, type StepTask } from "./task.ts";

/** More steps than this before the first replay are too many. */
const PATIENCE = 10;

/** What differs from one step to the next. */
interface Moment {
  readonly seed: number;
  readonly step: number;
  readonly settings: StepSettings;
  readonly image: Tensor4D;
  readonly targets: Tensor2D;
}

function optimizerOf(
  { tf }: Device,
  { optimizer }: StepTask,
  precision: Precision,
): Optimizer {
  return new Optimizer(tf, {
    precision,
    optimizer: optimizer === "sgd"
      ? { op: "sgd" }
      : { op: "adamW", beta2: BETA2, epsilon: EPSILON },
    weightDecay: 0,
    momentum: MOMENTUM[optimizer],
  });
}

/** A step of the engine's parts, as `src/engine/train` puts them together. */
function learner({ tf }: Device, laid: Laid, optimizer: Optimizer) {
  const { network, variables, trainable } = laid;
  const { perItem } = leat.crossEntropy().behaviour;
  const { scale } = optimizer;
  const step = (moment: Moment, feeds: Feeds<Moment>): Scalar => {
    const image = feeds.take((each) => each.image);
    const targets = feeds.take((each) => each.targets) as Tensor2D;
    const forward = trainingForward(tf, variables, moment, feeds);
    const { value, grads } = gradientsOf(
      tf,
      () => {
        const outputs = network.forward(forward, { image });
        return scaledLoss(
          scale,
          outputs,
          (outputs) => tf.mean(perItem(tf, outputs, targets)) as Scalar,
        );
      },
      trainable.map(({ name }) => variables.get(name)),
    );
    const { settings } = moment;
    const [items] = image.shape;
    optimizer.step(variables, trainable, grads, settings, items ?? 0, feeds);
    tf.dispose(grads);
    return value;
  };
  return (moment: Moment, feeds: Feeds<Moment>): Scalar =>
    stepStored(scale, () => step(moment, feeds));
}

/** The most steps that are left out until a scale fits. */
const MOST_SKIPPED = 40;

/**
 * Halves the scale of the loss until a step is taken with it, and begins again
 * with that: sides are compared by steps that all of them take.
 */
async function settleScale(
  { variables }: Laid,
  optimizer: Optimizer,
  step: () => Scalar,
): Promise<void> {
  const start = await variables.read();
  for (let at = 0; at < MOST_SKIPPED; at++) {
    step().dispose();
    const { scaling } = await optimizer.read();
    if (scaling === undefined || scaling.factor === 0) continue;
    variables.assign(start);
    optimizer.reset();
    optimizer.scale?.restore({ ...scaling, skipped: 0 });
    return;
  }
  throw new RangeError(
    "Cannot measure in mixed precision: each step overflows",
  );
}

/** How a step is done. */
export interface LeatSideOptions {
  /**
   * Whether each is done anew; else the first ones are recorded and the others
   * replayed, as in training. Default `false`.
   */
  readonly eager?: boolean;
  /** Default `"full"`. */
  readonly precision?: Precision;
}

/** What halves cost: 11 bits a number, through some dozens of layers. */
const MIXED_TOLERANCE = 2e-2;

/** Leat's own step. */
export async function leatSide(
  device: Device,
  task: StepTask,
  { eager = false, precision = "full" }: LeatSideOptions = {},
): Promise<StepSide> {
  const { tf } = device;
  await tf.setBackend("webgpu");
  const laid = await layOut(tf, task);
  const { variables, image, targets } = laid;
  for (const tensor of [image, targets]) onDevice(tf, tensor);
  const letTrain = fixFrozenFilters(tf, variables, laid.trainable);
  const optimizer = optimizerOf(device, task, precision);
  const learn = learner(device, laid, optimizer);
  const replayed = new ReplayedStep<Moment>(tf, {
    run: learn,
    state: () => new Map([...variables.all, ...renamed(optimizer.state)]),
    repeat: () => optimizer.repeat(),
  });
  const settings: StepSettings = {
    rates: Array<number>(task.architecture.groups).fill(RATE),
    momentum: MOMENTUM[task.optimizer],
  };
  if (precision === "mixed") {
    const moment = { seed: SEED, step: 0, settings, image, targets };
    const step = () => learn(moment, feedsOf(tf, moment));
    await settleScale(laid, optimizer, step);
  }
  let done = 0;
  const step = () => {
    const moment = { seed: SEED, step: done++, settings, image, targets };
    return eager ? learn(moment, feedsOf(tf, moment)) : replayed.take(moment);
  };
  const steps = async (count: number) => {
    await tf.setBackend("webgpu");
    const losses = await stepsOf(count, step, () => replayed.room());
    device.check();
    return losses;
  };
  return {
    name: `Leat${eager ? ", eager" : ""}${
      precision === "mixed" ? ", mixed" : ""
    }`,
    ...precision === "mixed" ? { tolerance: MIXED_TOLERANCE } : {},
    parameters: laid.parameters,
    steps,
    async warm() {
      for (let at = 0; !eager && !replayed.ready; at++) {
        if (replayed.refusal === undefined && at < PATIENCE) await steps(1);
        else {
          throw new TypeError(
            `Cannot measure a replayed step: it ${replayed.refusal}`,
          );
        }
      }
    },
    close() {
      replayed.dispose();
      letTrain();
      optimizer.reset();
      laid.dispose();
    },
  };
}

/** What is remembered of a variable has a name of its own. */
function renamed<Value>(state: ReadonlyMap<string, Value>) {
  return [...state].map(([name, value]) =>
    [`memory of ${name}`, value] as const
  );
}
