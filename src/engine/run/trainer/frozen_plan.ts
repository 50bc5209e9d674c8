/**
 * What becomes of the frozen layers of a phase, before any of it is trained.
 *
 * @module
 */
import type { EpochProgram } from "../../../flow/graph/program.ts";
import type { PipelineStages } from "../../../flow/pipeline/stages.ts";
import type { PackIndex } from "../../data/pack.ts";
import { augmentsNothing } from "../../train/same_inputs.ts";

/** What decides whether an item is the same in every epoch. */
export interface Presented {
  readonly stages: Pick<PipelineStages, "transforms">;
  /** Unknown until items are packed. */
  readonly index: Pick<PackIndex, "rooms"> | undefined;
}

const UNLESS_CUT = ", unless images turn out to be cut anew in each epoch";

/** Whether windows of images are drawn anew in each epoch. */
function drawsWindows({ rooms = {} }: Pick<PackIndex, "rooms">): boolean {
  return Object.values(rooms).some((own) => own.some((room) => room !== null));
}

/** Why frozen layers run at each step although they stay, if they do. */
export function whyEachStep(
  { epochs }: EpochProgram,
  { stages, index }: Presented,
): string | undefined {
  const behaviours = stages.transforms.map(({ behaviour }) => behaviour);
  if (!augmentsNothing(behaviours)) return "transforms change its images";
  if (index && drawsWindows(index)) {
    return "it cuts its images anew in each epoch";
  }
  return epochs === 1 ? "it has one epoch" : undefined;
}

/** That frozen layers run once an item. */
export function onceOnly(phase: string, of = ""): string {
  return `Phase "${phase}": what its frozen layers make of an item is computed once and kept${of}`;
}

/**
 * That frozen layers run at each step, but not backwards. A norm and the ReLU
 * after it are one pass over a tensor: to fold norms into filters would save a
 * twentieth of the time, and round otherwise than the model that is kept.
 */
export function forwardsOnly(phase: string, why: string): string {
  return `Phase "${phase}": its frozen layers run at each step, forwards only, as ${why}; norms are not folded into convolutions, which would round otherwise`;
}

/** What is planned for frozen layers that stay as they are, for each phase. */
export function frozenNotes(
  programs: readonly EpochProgram[],
  presented: Presented,
): readonly string[] {
  const notes = programs.filter(({ freezesNorms }) => freezesNorms)
    .map((program) => {
      const { phase } = program;
      const why = whyEachStep(program, presented);
      if (why) return forwardsOnly(phase, why);
      return onceOnly(phase, presented.index ? "" : UNLESS_CUT);
    });
  return [...new Set(notes)];
}

/** What `plan` says of phases whose norms learn: then nothing is spared. */
export function learningNotes(
  programs: readonly EpochProgram[],
): readonly string[] {
  const phases = programs
    .filter(({ firstTrainable, freezesNorms }) =>
      firstTrainable > 0 && !freezesNorms
    )
    .map(({ phase }) => phase);
  return [...new Set(phases)].map((phase) =>
    `Phase "${phase}": its frozen layers run at each step where they have norms, which learn (freezeNorms: true leaves them as they are)`
  );
}
