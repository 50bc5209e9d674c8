/**
 * One step of training: what the processor prepares, and what the device does.
 *
 * @module
 */
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-core";
import type { EpochProgram } from "../../flow/graph/program.ts";
import type { StepSettings } from "../../flow/stage/schedule.ts";
import type { Batch } from "../../flow/stage/tensors.ts";
import type { Items } from "../data/packed_items.ts";
import { placementOf } from "../data/room.ts";
import { type Feeds, feedsOf, onDevice } from "../replay/feeds.ts";
import { type DropoutMoment, trainingForward } from "./forward.ts";
import {
  featuresOf,
  fixedCut,
  type Freezing,
  withFrozenNorms,
} from "./frozen.ts";
import { mixedLoss, type Mixing } from "./mixing.ts";
import type { Optimizer } from "./optimizer.ts";
import { scaledLoss, stepStored } from "./precision.ts";
import type { Session } from "./session.ts";

/** What an epoch trains on. */
export interface TrainingData {
  readonly items: Items;
  /** Ids in the order of the split. */
  readonly train: readonly string[];
  /** The row that the loss scores, by id. */
  readonly targets: ReadonlyMap<string, readonly number[]>;
}

/** Which step it is. */
export interface StepPlace {
  readonly program: EpochProgram;
  readonly data: TrainingData;
  /** The items of its batch. */
  readonly ids: readonly string[];
  /** Of its epoch, counted from 0. */
  readonly step: number;
}

/** All that differs from one step to the next. */
export interface Moment extends DropoutMoment {
  /** As the network reads it, on the device. */
  readonly inputs: Batch;
  readonly mixing: Mixing | undefined;
  /** A row of the targets for each item, one after the other. */
  readonly targets: readonly number[];
  readonly settings: StepSettings;
}

/** What is trained. */
export interface Learner {
  readonly session: Session;
  readonly optimizer: Optimizer;
}

/** Prepares a step; the caller disposes its inputs. */
export function momentOf(
  session: Session,
  { program, data, ids, step }: StepPlace,
): Moment {
  const { seed } = session.stages.fit.behaviour;
  const { epochsBefore, settings: all } = program;
  const settings = all[step];
  if (settings === undefined) {
    throw new TypeError(`The epoch has no step ${step}`);
  }
  const rows = data.items.read(ids, placementOf(seed, epochsBefore));
  const context = { seed, epoch: epochsBefore, step, ids };
  const { inputs, mixing } = session.trainingBatch(rows, context);
  for (const tensor of Object.values(inputs)) onDevice(session.tf, tensor);
  return {
    inputs,
    mixing,
    targets: ids.flatMap((id) => [...data.targets.get(id) ?? []]),
    settings,
    seed,
    step: epochsBefore * all.length + step,
  };
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
  { session, optimizer }: Learner,
  freezing: Freezing,
  like: Moment,
  feeds: Feeds<Moment>,
): Scalar {
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
  const { firstTrainable, freezesNorms } = freezing;
  const trainable = variables.trainable(firstTrainable, freezesNorms);
  const forward = withFrozenNorms(
    trainingForward(tf, variables, like, feeds),
    variables.specs,
    freezing,
  );
  const cut = fixedCut(network, freezing);
  const features = cut && featuresOf(session, cut, inputs);
  const { value, grads } = tf.variableGrads(
    () => {
      const outputs = cut && features
        ? cut.after(forward, features)
        : network.forward(forward, inputs);
      const { behaviour } = stages.loss;
      return scaledLoss(optimizer.scale, outputs, (outputs) => {
        const scored = { outputs, targets, kind };
        return tf.mean(
          mixedLoss(tf, behaviour, scored, like.mixing, feeds),
        ) as Scalar;
      });
    },
    trainable.map(({ name }) => variables.get(name)),
  );
  const { settings } = like;
  optimizer.step(variables, trainable, grads, settings, count, feeds);
  tf.dispose([grads, targets, ...features ? [features] : []]);
  return value;
}

/** A step that is done once, as it is said. */
export function trainStep(learner: Learner, place: StepPlace): Scalar {
  const { tf } = learner.session;
  const moment = momentOf(learner.session, place);
  const feeds = feedsOf(tf, moment);
  const loss = learnFrom(learner, place.program, moment, feeds);
  tf.dispose(Object.values(moment.inputs));
  return loss;
}
