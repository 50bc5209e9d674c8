import type { EpochProgram } from "../../../flow/graph/program.ts";

/** How fast training goes. */
export interface Pace {
  readonly items_per_second: number;
  /** Until the last epoch ends, if it goes on at this pace. */
  readonly seconds_left: number;
}

/** The epoch that is trained, among all of the run. */
interface Under {
  readonly program: EpochProgram;
  readonly programs: readonly EpochProgram[];
  /** Items of a step. */
  readonly batch: number;
  /** The step that it begins with. */
  readonly from: number;
}

/**
 * Measures epochs, one after the other. What goes by between the steps of two,
 * as validation does, is known once it went by.
 */
export class Paces {
  readonly #now: () => number;
  #lastStep: number | undefined;
  #pause = 0;

  /** @param now the time in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Measures from now on; the first step, which compiles kernels, is left out. */
  of({ program, programs, batch, from }: Under): (step: number) => Pace {
    let start = this.#now();
    let first = from;
    if (this.#lastStep !== undefined) this.#pause = start - this.#lastStep;
    this.#lastStep = undefined;
    const at = programs.findIndex(({ phase, epoch }) =>
      phase === program.phase && epoch === program.epoch
    );
    const ahead = programs.slice(at + 1);
    const stepsAhead = ahead
      .reduce((sum, { settings }) => sum + settings.length, 0);
    const pauses = (1 + ahead.length) * this.#pause / 1000;
    return (step) => {
      const now = this.#now();
      const perStep = (now - start) / 1000 / Math.max(1, step - first);
      if (first === from) {
        first = step;
        start = now;
      }
      const left = program.settings.length - step;
      if (left === 0) this.#lastStep = now;
      return {
        items_per_second: batch / perStep,
        seconds_left: (left + stepsAhead) * perStep + pauses,
      };
    };
  }
}
