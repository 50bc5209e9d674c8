/**
 * A pipeline with nothing to learn, whose validation loss goes up and down.
 *
 * @module
 */
import { z } from "zod";
import * as leat from "leat";
import type { LearnJob } from "../../../../src/engine/run/job/job.ts";
import type { Callback } from "../../../../src/flow/stage/callback.ts";
import { improvements } from "../../../../src/flow/graph/tracking.ts";
import { points } from "../../jobs.ts";

const phasesStage = leat.defineStage("fit", {
  op: "phases",
  version: 1,
  params: z.strictObject({
    epochs: z.array(z.int()),
    callbacks: z.array(z.custom<Callback>()),
  }),
  behave: ({ epochs, callbacks }) => ({
    batch: 8,
    seed: 42,
    weightDecay: 0.01,
    callbacks,
    phases: ({ groups }) =>
      epochs.map((count, at) => ({
        name: at === 0 ? "first" : "second",
        epochs: count,
        firstTrainable: 0,
        at: () => ({
          rates: Array<number>(groups).fill(0.1),
          momentum: 0.9,
        }),
      })),
  }),
});

/** Coin tosses, trained in one phase or two at a rate of 0.1. */
export function tosses(
  epochs: readonly number[],
  callbacks: readonly Callback[] = [],
  metrics: typeof points.spec.metrics = [leat.accuracy()],
) {
  return leat.pipeline({
    ...points.spec,
    label: (row) => Math.sin(row.x * 9999) > 0 ? "same" : "other",
    architecture: leat.mlp({ hidden: [16] }),
    metrics: metrics ?? [],
    fit: phasesStage({ epochs: [...epochs], callbacks: [...callbacks] }),
  });
}

/** Rows as two runs share them. */
export function withoutSeconds(rows: readonly leat.EpochRow[]) {
  return rows.map(({ seconds: _, ...row }) => row);
}

/** Of each row, whether its validation loss is the lowest so far. */
export function lowest(rows: readonly leat.EpochRow[]): readonly boolean[] {
  const losses = rows.map(({ valid_loss }) => valid_loss);
  return improvements(losses, { better: "lower", minDelta: 0 });
}

/** The names in a folder; none where it has just been removed. */
function namesIn(folder: string): readonly string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/**
 * How many checkpoints a store holds at this moment: counted in one go, while
 * a run goes on that publishes and removes.
 */
export function checkpointsIn({ store }: LearnJob): number {
  const root = `${store.root}/n`;
  return namesIn(root)
    .flatMap((prefix) =>
      namesIn(`${root}/${prefix}`).map((name) => `${root}/${prefix}/${name}`)
    )
    .filter((folder) => namesIn(folder).includes("checkpoint.safetensors"))
    .length;
}
