import { lossNotFinite } from "../../../base/errors/fit.ts";
import type { EpochProgram } from "../../../flow/graph/program.ts";
import type { Precision } from "../../../flow/stage/schedule.ts";
import type { Device } from "../../device/open_device.ts";
import { batchesOf } from "../../train/epoch.ts";
import { Optimizer } from "../../train/optimizer.ts";
import type { TrainingData } from "../../train/moment.ts";
import type { Session } from "../../train/session.ts";
import { trainStep } from "../../train/step.ts";

/** What steps are taken with. */
export interface RateStepperOptions {
  readonly session: Session;
  readonly device: Device;
  readonly data: TrainingData;
  readonly programs: readonly EpochProgram[];
}

/** One step of a trial: a batch, and where in which epoch it stands. */
interface Place {
  readonly program: EpochProgram;
  readonly step: number;
  readonly ids: readonly string[];
}

/** Takes the steps of a trial one after the other, over all its epochs. */
export class RateStepper {
  readonly #options: RateStepperOptions;
  readonly #optimizer: Optimizer;
  readonly #places: readonly Place[];

  constructor(options: RateStepperOptions) {
    const { session, data, programs } = options;
    const { behaviour } = session.stages.fit;
    const { batch, seed } = behaviour;
    this.#options = options;
    this.#optimizer = new Optimizer(session.tf, behaviour);
    this.#places = programs.flatMap((program) =>
      batchesOf(data.train, batch, seed, program.epochsBefore)
        .map((ids, step) => ({ program, ids, step }))
    );
  }

  /**
   * Takes a step and answers with its loss, read back at once: whether there is
   * a next step depends on it.
   *
   * @throws {PipelineError} when the very first loss is not a number
   */
  async take(at: number): Promise<number> {
    const { session, device, data } = this.#options;
    const place = this.#places[at];
    if (place === undefined) throw new TypeError(`No step ${at} in the trial`);
    const { program } = place;
    const optimizer = this.#optimizer;
    const loss = trainStep({ session, optimizer }, { ...place, data });
    try {
      const [value = NaN] = await loss.data();
      device.check();
      // No rate is to blame: nothing was learned before it.
      if (at === 0 && !Number.isFinite(value)) {
        throw brokenAtOnce(program, session.stages.fit.behaviour.precision);
      }
      return value;
    } finally {
      loss.dispose();
    }
  }

  dispose(): void {
    this.#optimizer.reset();
  }
}

function brokenAtOnce(
  { phase, epoch, settings }: EpochProgram,
  precision: Precision | undefined,
): Error {
  const rate = settings[0]?.rates.at(-1) ?? NaN;
  const at = { phase, epoch, step: 1, rate };
  return lossNotFinite(at, undefined, precision);
}
