/**
 * A pipeline with nothing to learn, whose validation loss goes up and down.
 *
 * @module
 */
import { z } from "zod";
import * as leat from "leat";
import type { LearnJob } from "../../../src/engine/run/job.ts";
import type { Callback } from "../../../src/flow/stage/callback.ts";
import { improvements } from "../../../src/flow/graph/tracking.ts";
import { points } from "../jobs.ts";

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

/** How many checkpoints a store holds. */
export async function checkpointsIn({ store }: LearnJob): Promise<number> {
  let count = 0;
  for await (const { name: prefix } of Deno.readDir(`${store.root}/n`)) {
    for await (const { name } of Deno.readDir(`${store.root}/n/${prefix}`)) {
      const files = [...Deno.readDirSync(`${store.root}/n/${prefix}/${name}`)];
      if (files.some((each) => each.name === "checkpoint.safetensors")) count++;
    }
  }
  return count;
}
