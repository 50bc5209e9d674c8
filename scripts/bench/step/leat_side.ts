import * as leat from "leat";
import type { Scalar } from "@tensorflow/tfjs-core";
import type { Device } from "../../../src/engine/device/open_device.ts";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import type { StepSide } from "./side.ts";
import {
  BETA2,
  EPSILON,
  layOut,
  MOMENTUM,
  RATE,
  stepsOf,
  type StepTask,
} from "./task.ts";

/** Leat's own step, one kernel after the other. */
export async function leatSide(
  { tf, check }: Device,
  task: StepTask,
): Promise<StepSide> {
  await tf.setBackend("webgpu");
  const laid = await layOut(tf, task);
  const { variables, trainable, forward, targets } = laid;
  const optimizer = new Optimizer(tf, {
    optimizer: task.optimizer === "sgd"
      ? { op: "sgd" }
      : { op: "adamW", beta2: BETA2, epsilon: EPSILON },
    weightDecay: 0,
  });
  const settings = {
    rates: Array<number>(task.architecture.groups).fill(RATE),
    momentum: MOMENTUM[task.optimizer],
  };
  const { perItem } = leat.crossEntropy().behaviour;
  let done = 0;
  const step = () => {
    const { value, grads } = tf.variableGrads(
      () => tf.mean(perItem(tf, forward(done++), targets)) as Scalar,
      trainable.map(({ name }) => variables.get(name)),
    );
    optimizer.step(variables, trainable, grads, settings, task.batch);
    tf.dispose(grads);
    return value;
  };
  return {
    name: "Leat",
    parameters: laid.parameters,
    async steps(count) {
      await tf.setBackend("webgpu");
      const losses = await stepsOf(count, step);
      check();
      return losses;
    },
    close() {
      optimizer.reset();
      laid.dispose();
    },
  };
}
