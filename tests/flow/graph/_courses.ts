/**
 * Courses of schedules whose figures are known beforehand.
 *
 * @module
 */
import { type Course, courseOf } from "../../../src/flow/graph/course.ts";
import {
  type EpochNode,
  epochNode,
} from "../../../src/flow/graph/epoch_node.ts";
import type { Computed } from "../../../src/flow/graph/node.ts";
import { programOf } from "../../../src/flow/graph/program.ts";
import type { Watch } from "../../../src/flow/graph/watches.ts";
import type { EpochRow } from "../../../src/flow/events/event.ts";
import type { Tracker } from "../../../src/flow/stage/callback.ts";
import type { Phase } from "../../../src/flow/stage/schedule.ts";

const start: Computed = {
  name: "architecture",
  kind: "start",
  version: 1,
  params: {},
  inputs: {},
  virtual: true,
};

/** Phases of one step an epoch, at a rate of 1. */
export function plannedOf(
  phases: Readonly<Record<string, number>>,
): readonly EpochNode[] {
  const programs = programOf({
    batch: 1,
    seed: 1,
    weightDecay: 0,
    phases: () =>
      Object.entries(phases).map(([name, epochs]): Phase => ({
        name,
        epochs,
        firstTrainable: 0,
        at: () => ({ rates: [1], momentum: 0.9 }),
      })),
  }, { groups: 1, steps: 1 });
  const epochs: EpochNode[] = [];
  for (const program of programs) {
    epochs.push(epochNode(program, epochs.at(-1) ?? start));
  }
  return epochs;
}

/** A row of the table in which every figure is the same. */
export function rowOf(
  { program: { phase, epoch, epochs } }: EpochNode,
  figure: number,
): EpochRow {
  return {
    phase,
    epoch,
    epochs,
    train_loss: figure,
    valid_loss: figure,
    metrics: { figure },
    seconds: 0,
  };
}

/** All epochs that an epoch comes after, and itself. */
export function chainTo(node: Computed | undefined): readonly EpochNode[] {
  if (node === undefined || node.virtual) return [];
  return [...chainTo(node.after), node as EpochNode];
}

/** A tracker with the direction of its figure. */
export function watch(
  tracker: Tracker,
  better: Watch["better"] = "lower",
): Watch {
  return { tracker, better };
}

/** The course of phases whose figures are given, epoch by epoch. */
export async function courseAlong(
  figures: Readonly<Record<string, readonly number[]>>,
  watches: readonly Watch[],
  known = Infinity,
): Promise<Course & { readonly needed: readonly (readonly string[])[] }> {
  const needed: string[][] = [];
  const counts = Object.entries(figures).map(([phase, of]) =>
    [phase, of.length] as const
  );
  const course = await courseOf(
    plannedOf(Object.fromEntries(counts)),
    watches,
    (question) => {
      if (needed.length >= known) return Promise.resolve(undefined);
      needed.push(question.needed.map(({ name }) => name));
      const rows = chainTo(question.table.after).map((epoch) => {
        const { phase, epoch: at } = epoch.program;
        return rowOf(epoch, figures[phase]?.[at - 1] ?? NaN);
      });
      return Promise.resolve(rows);
    },
  );
  return { ...course, needed };
}
