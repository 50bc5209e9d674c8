/**
 * What a training takes on its device, found by doing the first steps of each
 * phase, and judging, on one that only counts.
 *
 * @module
 */
import type { EpochProgram } from "../../../flow/graph/program.ts";
import type { Cut } from "../../../flow/stage/architecture.ts";
import { gradientCallbacks } from "../../../flow/stage/callback.ts";
import type { Field } from "../../../flow/stage/input.ts";
import type { ScheduleBehaviour } from "../../../flow/stage/schedule.ts";
import { emptyRows, type Rows } from "../../data/packed_items.ts";
import type { Device } from "../../device/device.ts";
import type { Stage } from "../../device/rehearsal.ts";
import { answeringForward } from "../../train/forward.ts";
import { batchesOf } from "../../train/epoch.ts";
import { Features, sessionAfter } from "../../train/features.ts";
import { featuresOf } from "../../train/frozen.ts";
import { Optimizer } from "../../train/optimizer.ts";
import { mostAtATime } from "../../train/read_back.ts";
import type { Session } from "../../train/session.ts";
import { Steps } from "../../train/steps.ts";
import { Variables } from "../../train/variables.ts";

/** What is to be trained, and how. */
export interface RehearsedTraining {
  readonly session: Session;
  readonly programs: readonly EpochProgram[];
  readonly train: readonly string[];
  /** The row that the loss scores, by id. */
  readonly targets: ReadonlyMap<string, readonly number[]>;
  /** Whether every step is done anew. */
  readonly eager: boolean;
  /** Where the frozen layers of a program are run once an item, if they are. */
  readonly cutOf: (program: EpochProgram) => Cut | undefined;
}

/**
 * Steps until a phase holds all that it will: two that are recorded, and then
 * they are replayed; or as many as give one step of the optimizer.
 */
function stepsOf({ batch, callbacks = [] }: ScheduleBehaviour): number {
  const { accumulate } = gradientCallbacks(callbacks);
  return Math.max(2, Math.ceil((accumulate?.samples ?? 0) / batch));
}

/** The items of a rehearsal: zeros of the right shape. */
function zeros(fields: readonly Field[]) {
  return {
    fields,
    waitedMs: 0,
    read: (ids: readonly string[]): Rows => emptyRows(fields, ids.length),
  };
}

/** The programs of which each needs other memory than those before it. */
function kindsOf(programs: readonly EpochProgram[]): readonly EpochProgram[] {
  const kinds = new Map(programs.map((program) => [
    `${program.phase} ${program.firstTrainable} ${program.freezesNorms}`,
    program,
  ]));
  return [...kinds.values()];
}

/** The same session, of variables that are all zero. */
function withZeros(session: Session): Session {
  const { tf, network: { variables: specs } } = session;
  const values = new Map(specs.map(({ name, shape }) => [
    name,
    new Float32Array(shape.reduce((size, side) => size * side, 1)),
  ]));
  return { ...session, variables: new Variables(tf, specs, values) };
}

/** A batch through a session as it answers, and nothing of it kept. */
function judge(session: Session): void {
  const { tf, fields, network, variables, stages, most } = session;
  const count = Math.min(stages.fit.behaviour.batch, most);
  tf.tidy(() => {
    const batch = session.answeringBatch(emptyRows(fields, count), count);
    network.forward(answeringForward(tf, variables), batch);
  });
}

/** What is made of a batch once an item. */
function computeOnce(session: Session, cut: Cut): void {
  const { tf, fields, stages, most } = session;
  const count = Math.min(stages.fit.behaviour.batch, most);
  tf.tidy(() => {
    const batch = session.answeringBatch(emptyRows(fields, count), count);
    featuresOf(session, cut, batch);
  });
}

/** What a training will hold on its device. */
export interface Rehearsed {
  /** Bytes of all buffers, at most at a time. */
  readonly most: number;
  /** Bytes of the largest buffer that a kernel reads or writes. */
  readonly largest: number;
}

/** Does what a training does on its device. */
function act(
  whole: Session,
  { programs, train, targets, eager, cutOf }: RehearsedTraining,
  { held, freeIdle }: Stage,
): Rehearsed {
  const { tf, stages, variables } = whole;
  const { behaviour } = stages.fit;
  const { batch, seed } = behaviour;
  const optimizer = new Optimizer(tf, behaviour);
  const steps = new Steps({ session: whole, optimizer }, { eager });
  const batches = batchesOf(train, batch, seed, 0);
  let saving = 0;
  try {
    for (const program of kindsOf(programs)) {
      const cut = cutOf(program);
      if (cut) computeOnce(whole, cut);
      const session = cut
        ? sessionAfter(whole, cut, new Features(cut, []))
        : whole;
      const data = { items: zeros(session.fields), train, targets };
      if (program.reset) optimizer.reset();
      steps.over(session);
      const count = Math.min(stepsOf(behaviour), program.settings.length);
      for (let step = 0; step < count; step++) {
        const ids = batches[step % batches.length] ?? [];
        steps.take({ program, data, ids, step }).dispose();
      }
      const kept = [...variables.all.values(), ...optimizer.state.values()];
      saving = Math.max(saving, held().bytes + mostAtATime(kept));
      freeIdle();
      judge(session);
      freeIdle();
    }
    const { most, largest } = held();
    return { most: Math.max(saving, most), largest };
  } finally {
    steps.dispose();
    optimizer.reset();
  }
}

/** Finds out what a training will hold on its device. */
export function rehearseTraining(
  device: Pick<Device, "rehearse">,
  training: RehearsedTraining,
): Rehearsed {
  return device.rehearse((stage) => {
    const session = withZeros(training.session);
    try {
      return act(session, training, stage);
    } finally {
      session.variables.dispose();
    }
  });
}
