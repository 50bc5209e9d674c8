/**
 * A schedule, resolved: what the optimizer is told at every step of every
 * epoch. Keys are made of this, not of "3 epochs": two schedules that do the
 * same in an epoch share it.
 *
 * @module
 */
import { unusableSchedule } from "../../base/errors/fit.ts";
import type {
  Phase,
  ScheduleBehaviour,
  StepSettings,
} from "../stage/schedule.ts";

/** What memory has room for, with all that is known of each. */
const MOST = { epochs: 100_000, steps: 10_000_000 };

/** What happens in one epoch. */
export interface EpochProgram {
  readonly phase: string;
  /** Counted from 1 within its phase. */
  readonly epoch: number;
  readonly epochs: number;
  /** Groups before this one are frozen. */
  readonly firstTrainable: number;
  /** Norm layers of frozen groups are, too; left out where there are none. */
  readonly freezesNorms?: true;
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
  const freezesNorms = phase.freezesNorms === true && phase.firstTrainable > 0;
  return Array.from({ length: phase.epochs }, (_, at) => ({
    phase: phase.name,
    epoch: at + 1,
    epochs: phase.epochs,
    firstTrainable: phase.firstTrainable,
    ...freezesNorms ? { freezesNorms } : {},
    reset: at === 0,
    epochsBefore: epochsBefore + at,
    settings: Array.from(
      { length: steps },
      (_, step) => phase.at((at * steps + step) / (phase.epochs * steps)),
    ),
  }));
}

/** What is wrong with a phase, if anything is. */
function faultOf(
  { epochs, firstTrainable }: Phase,
  groups: number,
): string | undefined {
  if (!Number.isInteger(epochs) || epochs < 0) return `it has ${epochs} epochs`;
  if (epochs > MOST.epochs) {
    return `it has ${epochs} epochs, and ${MOST.epochs} are the most`;
  }
  if (!Number.isInteger(firstTrainable) || firstTrainable < 0) {
    return `it trains groups from ${firstTrainable}`;
  }
  return firstTrainable < groups
    ? undefined
    : `it freezes all ${groups} parameter groups`;
}

function settingsFault(
  { rates, momentum }: StepSettings,
  groups: number,
): string | undefined {
  if (rates.length !== groups) {
    return `it gives ${rates.length} learning rates to ${groups} parameter groups`;
  }
  const rate = rates.find((each) => !(each >= 0 && Number.isFinite(each)));
  if (rate !== undefined) return `it gives a learning rate of ${rate}`;
  return momentum >= 0 && momentum < 1
    ? undefined
    : `it gives a momentum of ${momentum}`;
}

/**
 * The program of every epoch of a schedule.
 *
 * @throws {PipelineError} when the schedule has no epoch, or its settings are
 * none for these groups
 */
export function programOf(
  schedule: ScheduleBehaviour,
  { groups, steps }: { readonly groups: number; readonly steps: number },
): readonly EpochProgram[] {
  const programs: EpochProgram[] = [];
  for (const phase of schedule.phases({ groups })) {
    const fault = faultOf(phase, groups);
    if (fault !== undefined) throw unusableSchedule(phase.name, fault);
    const count = phase.epochs * steps;
    if (count > MOST.steps) {
      const why = `it has ${count} steps, and ${MOST.steps} are the most`;
      throw unusableSchedule(phase.name, why);
    }
    for (const program of epochsOf(phase, steps, programs.length)) {
      for (const each of program.settings) {
        const fault = settingsFault(each, groups);
        if (fault !== undefined) throw unusableSchedule(phase.name, fault);
      }
      programs.push(program);
    }
  }
  if (programs.length === 0) {
    throw unusableSchedule("", "the schedule has no epochs");
  }
  return programs;
}
