import { lossNotFinite } from "../../base/errors/fit.ts";
import { stream } from "../../base/random/stream.ts";
import type { EpochProgram } from "../../flow/graph/program.ts";
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-core";
import type { PackedItems } from "../data/packed_items.ts";
import { placementOf } from "../data/room.ts";
import type { Optimizer } from "./optimizer.ts";
import { trainingForward } from "./forward.ts";
import { mixedLoss } from "./mixing.ts";
import type { Session } from "./session.ts";
import type { SmoothedLoss } from "./smoothed_loss.ts";

/** Losses are read back this often: each read waits for the device. */
const READ_EVERY_MS = 200;

/** What an epoch trains on. */
export interface TrainingData {
  readonly items: PackedItems;
  /** Ids in the order of the split. */
  readonly train: readonly string[];
  /** The row that the loss scores, by id. */
  readonly targets: ReadonlyMap<string, readonly number[]>;
}

/** A step that was just read back. */
export interface StepReport {
  /** Steps of this epoch so far. */
  readonly step: number;
  readonly steps: number;
  /** Smoothed. */
  readonly loss: number;
}

/** How the state is kept in the middle of an epoch. */
export interface Saving {
  /** Whether it is time for it, asked after each step. */
  due(): boolean;
  /** Keeps the state after so many steps of this epoch. */
  save(step: number): Promise<void>;
}

/** What an epoch is told. */
export interface EpochOptions {
  readonly session: Session;
  readonly optimizer: Optimizer;
  readonly program: EpochProgram;
  readonly data: TrainingData;
  readonly smoothed: SmoothedLoss;
  /** The first step to do; more than 0 after an interruption. */
  readonly from: number;
  readonly signal: AbortSignal;
  /** Keeps nothing before the end unless told. */
  readonly saving?: Saving;
  readonly onSteps: (report: StepReport) => void;
  /** Throws what the device reported. */
  readonly check: () => void;
}

/** The items of each step: a fresh order every epoch, the rest dropped. */
export function batchesOf(
  train: readonly string[],
  batch: number,
  seed: number,
  epoch: number,
): readonly (readonly string[])[] {
  const order = stream(seed, "order", epoch).shuffle(train);
  return Array.from(
    { length: Math.floor(train.length / batch) },
    (_, step) => order.slice(step * batch, (step + 1) * batch),
  );
}

/** One batch through the network, and one step of the optimizer. */
export function trainStep(
  { session, optimizer, program, data }: Pick<
    EpochOptions,
    "session" | "optimizer" | "program" | "data"
  >,
  ids: readonly string[],
  step: number,
): Scalar {
  const { tf, variables, network, stages, columns, kind } = session;
  const { seed } = stages.fit.behaviour;
  const { epochsBefore, settings, firstTrainable } = program;
  const rows = data.items.read(ids, placementOf(seed, epochsBefore));
  const { inputs, mixing } = session.trainingBatch(rows, {
    seed,
    epoch: epochsBefore,
    step,
    ids,
  });
  const targets = tf.tensor2d(
    ids.flatMap((id) => [...data.targets.get(id) ?? []]),
    [ids.length, columns],
  );
  const trainable = variables.trainable(firstTrainable);
  const forward = trainingForward(tf, variables, {
    seed,
    step: epochsBefore * settings.length + step,
  });
  const { value, grads } = tf.variableGrads(
    () => {
      const outputs = network.forward(forward, inputs);
      const scored = { outputs, targets: targets as Tensor2D, kind };
      return tf.mean(
        mixedLoss(tf, stages.loss.behaviour, scored, mixing),
      ) as Scalar;
    },
    trainable.map(({ name }) => variables.get(name)),
  );
  const at = settings[step];
  if (at) optimizer.step(variables, trainable, grads, at, ids.length);
  tf.dispose([grads, inputs, targets]);
  return value;
}

/**
 * Trains one epoch, or what is left of it.
 *
 * @returns the step to go on from: the number of steps, unless it was stopped
 * @throws {PipelineError} when a loss is not a number
 */
export async function trainEpoch(options: EpochOptions): Promise<number> {
  const { session, program, data, smoothed, signal, onSteps, check, saving } =
    options;
  const { batch, seed } = session.stages.fit.behaviour;
  const batches = batchesOf(data.train, batch, seed, program.epochsBefore);
  let pending: { step: number; loss: Scalar }[] = [];
  let lastRead = performance.now();
  const read = async (done: number) => {
    const reading = pending;
    pending = [];
    const losses = await Promise.all(reading.map(({ loss }) => loss.data()));
    session.tf.dispose(reading.map(({ loss }) => loss));
    check();
    reading.forEach(({ step }, at) => {
      const loss = losses[at]?.[0] ?? NaN;
      if (!Number.isFinite(loss)) {
        const { phase, epoch, settings } = program;
        const rate = settings[step]?.rates.at(-1) ?? NaN;
        throw lossNotFinite(
          { phase, epoch, step: step + 1, rate },
          smoothed.last,
        );
      }
      smoothed.add(loss);
    });
    lastRead = performance.now();
    onSteps({ step: done, steps: batches.length, loss: smoothed.value });
  };
  try {
    for (let step = options.from; step < batches.length; step++) {
      const ids = batches[step] ?? [];
      pending.push({ step, loss: trainStep(options, ids, step) });
      const due = performance.now() - lastRead > READ_EVERY_MS;
      if (due || step === batches.length - 1) await read(step + 1);
      // Lets messages in: a stop must be heard between steps.
      else await new Promise((resolve) => setTimeout(resolve, 0));
      if (step + 1 === batches.length) break;
      const stopped = signal.aborted;
      const saves = !stopped && saving?.due() === true;
      // What is kept has the losses of all steps before it.
      if ((stopped || saves) && pending.length > 0) await read(step + 1);
      if (stopped) return step + 1;
      if (saves) await saving.save(step + 1);
    }
    return batches.length;
  } finally {
    session.tf.dispose(pending.map(({ loss }) => loss));
  }
}
