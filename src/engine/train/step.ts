/**
 * One step of training: what the device does of it.
 *
 * @module
 */
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-core";
import type { VariableSpec } from "../../flow/stage/architecture.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import { type Feeds, feedsOf, feedsWithin } from "../replay/feeds.ts";
import { trainingForward } from "./forward.ts";
import {
  featuresOf,
  fixedCut,
  type Freezing,
  withFrozenNorms,
} from "./frozen.ts";
import { type Gradients, gradientsOf } from "./gradients.ts";
import { mixedLoss } from "./mixing.ts";
import {
  inputsOf,
  type Moment,
  momentOf,
  type MomentPart,
  type StepPlace,
} from "./moment.ts";
import type { Optimizer } from "./optimizer.ts";
import { scaledLoss, stepStored } from "./precision.ts";
import type { Session } from "./session.ts";

/** What is trained. */
export interface Learner {
  readonly session: Session;
  readonly optimizer: Optimizer;
}

/**
 * Items through the network and back.
 *
 * @param of items that the loss is the mean over: those of the whole batch
 */
function lead(
  { session, optimizer }: Learner,
  freezing: Freezing,
  like: MomentPart,
  feeds: Feeds<MomentPart>,
  of: number,
): Gradients {
  const { tf, variables, network, stages, columns, kind } = session;
  const count = like.targets.length / columns;
  const inputs = Object.fromEntries(
    Object.keys(like.inputs).map((name) => [
      name,
      feeds.take(({ inputs }) => inputs[name]!),
    ]),
  );
  const targets = feeds.fill({
    shape: [count, columns],
    dtype: "float32",
    numbers: ({ targets }) => targets,
  }) as Tensor2D;
  const forward = withFrozenNorms(
    trainingForward(tf, variables, like, feeds),
    variables.specs,
    freezing,
  );
  const cut = fixedCut(network, freezing);
  const features = cut && featuresOf(session, cut, inputs);
  const led = gradientsOf(
    tf,
    () => {
      const outputs = cut && features
        ? cut.after(forward, features)
        : network.forward(forward, inputs);
      const { behaviour } = stages.loss;
      return scaledLoss(optimizer.scale, outputs, (outputs) => {
        const scored = { outputs, targets, kind };
        const losses = mixedLoss(tf, behaviour, scored, like.mixing, feeds);
        const loss = count === of
          ? tf.mean(losses)
          : tf.div(tf.sum(losses), of);
        return loss as Scalar;
      });
    },
    trainableOf(session, freezing).map(({ name }) => variables.get(name)),
  );
  tf.dispose([targets, ...features ? [features] : []]);
  return led;
}

function trainableOf(
  { variables }: Session,
  { firstTrainable, freezesNorms }: Freezing,
): readonly VariableSpec[] {
  return variables.trainable(firstTrainable, freezesNorms);
}

/** The sum of two, which are disposed. */
function together(tf: Tensors, a: Gradients, b: Gradients): Gradients {
  const value: Scalar = tf.add(a.value, b.value);
  const grads = Object.fromEntries(
    Object.entries(a.grads).map(([name, gradient]) => {
      const other = b.grads[name];
      if (other === undefined) throw new TypeError(`No gradient of "${name}"`);
      return [name, tf.add(gradient, other)];
    }),
  );
  tf.dispose([a.value, b.value]);
  tf.dispose([a.grads, b.grads]);
  return { value, grads };
}

/** One batch through the network, and one step of the optimizer. */
export function learnFrom(
  learner: Learner,
  freezing: Freezing,
  like: Moment,
  feeds: Feeds<Moment>,
): Scalar {
  return stepStored(
    learner.optimizer.scale,
    () => learn(learner, freezing, like, feeds),
  );
}

function learn(
  learner: Learner,
  freezing: Freezing,
  like: Moment,
  feeds: Feeds<Moment>,
): Scalar {
  const { session, optimizer } = learner;
  const { tf, variables, columns } = session;
  const count = like.parts
    .reduce((sum, { targets }) => sum + targets.length, 0) / columns;
  let led: Gradients | undefined;
  for (const [at, part] of like.parts.entries()) {
    const own = feedsWithin(feeds, ({ parts }: Moment) => parts[at]!);
    const next = lead(learner, freezing, part, own, count);
    led = led ? together(tf, led, next) : next;
  }
  if (led === undefined) throw new TypeError("Cannot learn from no items");
  const { value, grads } = led;
  const trainable = trainableOf(session, freezing);
  optimizer.step(variables, trainable, grads, like.settings, count, feeds);
  tf.dispose(grads);
  return value;
}

/** A step that is done once, as it is said. */
export function trainStep(learner: Learner, place: StepPlace): Scalar {
  const { tf } = learner.session;
  const moment = momentOf(learner.session, place);
  const feeds = feedsOf(tf, moment);
  const loss = learnFrom(learner, place.program, moment, feeds);
  tf.dispose([...inputsOf(moment)]);
  return loss;
}
