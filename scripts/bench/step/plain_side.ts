import * as tf from "@tensorflow/tfjs-core";
import type { Optimizer, Scalar } from "@tensorflow/tfjs-core";
import { trainingForward } from "../../../src/engine/train/forward.ts";
import type { Forward } from "../../../src/flow/stage/architecture.ts";
import { type Laid, layOut, stepsOf } from "./laid.ts";
import type { StepSide } from "./side.ts";
import { BETA2, EPSILON, MOMENTUM, RATE, SEED, type StepTask } from "./task.ts";

function optimizerOf({ optimizer }: StepTask): Optimizer {
  return optimizer === "sgd"
    ? tf.train.sgd(RATE)
    : tf.train.adam(RATE, MOMENTUM.adamW, BETA2, EPSILON);
}

/** A forward pass whose statistics move by operations of tfjs alone. */
function forwardOf({ variables }: Laid): Forward {
  return {
    ...trainingForward(tf, variables, { seed: SEED, step: 0 }),
    update: (name, value, { keep, take }) => {
      const variable = variables.get(name);
      const kept = tf.mul(variable, keep);
      variable.assign(tf.add(kept, tf.mul(value, take)));
    },
  };
}

/**
 * The step as a user of tfjs writes it: its operations, its loss and its
 * optimizer, on a backend with its own kernels.
 */
export async function plainSide(
  name: string,
  backend: string,
  task: StepTask,
): Promise<StepSide> {
  await tf.setBackend(backend);
  const laid = await layOut(tf, task);
  const { variables, trainable, network, image, targets } = laid;
  const optimizer = optimizerOf(task);
  const list = trainable.map((each) => variables.get(each.name));
  const forward = forwardOf(laid);
  const step = () => {
    const loss = optimizer.minimize(
      () =>
        tf.losses.softmaxCrossEntropy(
          targets,
          network.forward(forward, { image }),
        ) as Scalar,
      true,
      list,
    );
    if (loss === null) throw new TypeError("Cannot measure: there is no loss");
    return loss;
  };
  return {
    name,
    parameters: laid.parameters,
    async steps(count) {
      await tf.setBackend(backend);
      return await stepsOf(count, step);
    },
    close() {
      optimizer.dispose();
      laid.dispose();
    },
  };
}
