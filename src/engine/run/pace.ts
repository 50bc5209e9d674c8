import type { EpochProgram } from "../../flow/graph/program.ts";

/** How fast training goes. */
export interface Pace {
  readonly items_per_second: number;
  /** Until the last epoch ends, validation left out. */
  readonly seconds_left: number;
}

/** Measures from now on; the first step, which compiles kernels, is left out. */
export function paceOf(
  program: EpochProgram,
  programs: readonly EpochProgram[],
  batch: number,
  from: number,
): (step: number) => Pace {
  let start = performance.now();
  let first = from;
  const at = programs.findIndex(({ phase, epoch }) =>
    phase === program.phase && epoch === program.epoch
  );
  const stepsAfter = programs.slice(at + 1)
    .reduce((sum, { settings }) => sum + settings.length, 0);
  return (step) => {
    const now = performance.now();
    const perStep = (now - start) / 1000 / Math.max(1, step - first);
    if (first === from) {
      first = step;
      start = now;
    }
    const left = program.settings.length - step + stepsAfter;
    return { items_per_second: batch / perStep, seconds_left: left * perStep };
  };
}
