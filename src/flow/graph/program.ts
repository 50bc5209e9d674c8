/**
 * A schedule, resolved: what the optimizer is told at every step of every
 * epoch. Keys are made of this, not of "3 epochs": two schedules that do the
 * same in an epoch share it.
 *
 * @module
 */
import type {
  Phase,
  ScheduleBehaviour,
  StepSettings,
} from "../stage/schedule.ts";

/** What happens in one epoch. */
export interface EpochProgram {
  readonly phase: string;
  /** Counted from 1 within its phase. */
  readonly epoch: number;
  readonly epochs: number;
  /** Groups before this one are frozen. */
  readonly firstTrainable: number;
  /** A phase begins: the optimizer forgets its moments. */
  readonly reset: boolean;
  /** Epochs of the run before this one. */
  readonly epochsBefore: number;
  /** One entry a step. */
  readonly settings: readonly StepSettings[];
}

function epochsOf(
  phase: Phase,
  steps: number,
  epochsBefore: number,
): EpochProgram[] {
  return Array.from({ length: phase.epochs }, (_, at) => ({
    phase: phase.name,
    epoch: at + 1,
    epochs: phase.epochs,
    firstTrainable: phase.firstTrainable,
    reset: at === 0,
    epochsBefore: epochsBefore + at,
    settings: Array.from(
      { length: steps },
      (_, step) => phase.at((at * steps + step) / (phase.epochs * steps)),
    ),
  }));
}

/** The program of every epoch of a schedule. */
export function programOf(
  schedule: ScheduleBehaviour,
  { groups, steps }: { readonly groups: number; readonly steps: number },
): readonly EpochProgram[] {
  const programs: EpochProgram[] = [];
  for (const phase of schedule.phases({ groups })) {
    programs.push(...epochsOf(phase, steps, programs.length));
  }
  return programs;
}
