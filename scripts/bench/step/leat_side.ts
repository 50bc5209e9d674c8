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
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import type { StepSettings } from "../../../src/flow/stage/schedule.ts";
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

function optimizerOf({ tf }: Device, { optimizer }: StepTask): Optimizer {
  return new Optimizer(tf, {
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
  return (moment: Moment, feeds: Feeds<Moment>): Scalar => {
    const image = feeds.take((each) => each.image);
    const targets = feeds.take((each) => each.targets) as Tensor2D;
    const forward = trainingForward(tf, variables, moment, feeds);
    const { value, grads } = tf.variableGrads(
      () => {
        const outputs = network.forward(forward, { image });
        return tf.mean(perItem(tf, outputs, targets)) as Scalar;
      },
      trainable.map(({ name }) => variables.get(name)),
    );
    const { settings } = moment;
    const [items] = image.shape;
    optimizer.step(variables, trainable, grads, settings, items ?? 0, feeds);
    tf.dispose(grads);
    return value;
  };
}

/**
 * Leat's own step.
 *
 * @param eager whether each is done anew; else the first ones are recorded and
 * the others replayed, as in training
 */
export async function leatSide(
  device: Device,
  task: StepTask,
  { eager }: { readonly eager: boolean },
): Promise<StepSide> {
  const { tf } = device;
  await tf.setBackend("webgpu");
  const laid = await layOut(tf, task);
  const { variables, image, targets } = laid;
  for (const tensor of [image, targets]) onDevice(tf, tensor);
  const letTrain = fixFrozenFilters(tf, variables, laid.trainable);
  const optimizer = optimizerOf(device, task);
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
    name: eager ? "Leat, eager" : "Leat",
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
