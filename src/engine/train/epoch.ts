import { lossNotFinite } from "../../base/errors/fit.ts";
import { stream } from "../../base/random/stream.ts";
import type { EpochProgram } from "../../flow/graph/program.ts";
import type { Scalar } from "@tensorflow/tfjs-core";
import type { TrainingData } from "./moment.ts";
import type { Session } from "./session.ts";
import type { SmoothedLoss } from "./smoothed_loss.ts";
import type { Steps } from "./steps.ts";

/** Losses are read back this often: each read waits for the device. */
const READ_EVERY_MS = 200;

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

/** Shows batches to whoever looks. */
export interface Looking {
  /** Whether somebody wants to see one, asked before each step. */
  wanted(): boolean;
  /** Shows the batch of a step, counted from 0. */
  show(ids: readonly string[], step: number): Promise<void>;
}

/** What an epoch is told. */
export interface EpochOptions {
  readonly session: Session;
  readonly steps: Steps;
  readonly program: EpochProgram;
  readonly data: TrainingData;
  readonly smoothed: SmoothedLoss;
  /** The first step to do; more than 0 after an interruption. */
  readonly from: number;
  readonly signal: AbortSignal;
  /** Keeps nothing before the end unless told. */
  readonly saving?: Saving;
  /** Nobody looks unless told. */
  readonly looking?: Looking;
  readonly onSteps: (report: StepReport) => void;
  /** What else is done on the device, after each step but the last. */
  readonly between?: () => Promise<void>;
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

/**
 * Trains one epoch, or what is left of it.
 *
 * @returns the step to go on from: the number of steps, unless it was stopped
 * @throws {PipelineError} when a loss is not a number
 */
export async function trainEpoch(options: EpochOptions): Promise<number> {
  const { session, steps, program, data, smoothed, ...told } = options;
  const { signal, onSteps, check, saving, looking, between } = told;
  const { batch, seed, precision } = session.stages.fit.behaviour;
  const batches = batchesOf(data.train, batch, seed, program.epochsBefore);
  steps.over(session);
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
          precision,
        );
      }
      smoothed.add(loss);
    });
    lastRead = performance.now();
    onSteps({ step: done, steps: batches.length, loss: smoothed.value });
  };
  try {
    for (let step = options.from; step < batches.length; step++) {
      await steps.room();
      const ids = batches[step] ?? [];
      if (looking?.wanted()) await looking.show(ids, step);
      pending.push({ step, loss: steps.take({ program, data, ids, step }) });
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
      await between?.();
    }
    return batches.length;
  } finally {
    session.tf.dispose(pending.map(({ loss }) => loss));
  }
}
