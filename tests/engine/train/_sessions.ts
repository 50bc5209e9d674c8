import { join } from "node:path";
import { type PackIndex, packItems } from "../../../src/engine/data/pack.ts";
import {
  type Items,
  PackedItems,
} from "../../../src/engine/data/packed_items.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { targetsOf } from "../../../src/engine/run/job/targets.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../../src/engine/train/checkpoint.ts";
import { trainEpoch } from "../../../src/engine/train/epoch.ts";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import { openSession } from "../../../src/engine/train/session.ts";
import { Steps } from "../../../src/engine/train/steps.ts";
import { SmoothedLoss } from "../../../src/engine/train/smoothed_loss.ts";
import type { Values } from "../../../src/engine/train/variables.ts";
import { learnable } from "../../../src/flow/graph/learnable.ts";
import {
  type EpochProgram,
  programOf,
} from "../../../src/flow/graph/program.ts";
import { jobOf, withFolder } from "../jobs.ts";

/** A pipeline on a device, without a store. */
export interface Opened {
  readonly device: Awaited<ReturnType<typeof openDevice>>;
  readonly session: Awaited<ReturnType<typeof openSession>>;
  readonly items: Items;
  readonly train: readonly string[];
  readonly valid: readonly string[];
  readonly targets: ReadonlyMap<string, readonly number[]>;
  readonly programs: readonly EpochProgram[];
}

// Kept open to the end of a test file, so that shaders are compiled once.
await openDevice();

async function indexIn(folder: string): Promise<PackIndex> {
  return JSON.parse(await Deno.readTextFile(join(folder, "index.json")));
}

/** Opens a pipeline, and closes all of it again. */
export async function withSession<Result>(
  pipeline: unknown,
  backend: "cpu" | "webgpu",
  use: (opened: Opened) => Promise<Result>,
  prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
): Promise<Result> {
  return await withFolder(async (folder) => {
    await prepare(folder);
    const { stages, front, read } = await jobOf(pipeline, folder);
    const { train, valid } = front.sets;
    const { behaviour } = stages.input;
    const rows = front.items.filter(({ id }) => train.includes(id));
    const encoder = behaviour.encoder(behaviour.fit(rows.map((r) => r.item)));
    const { signal } = new AbortController();
    await packItems(encoder, front.items, folder, {
      onProgress: () => {},
      signal,
    });
    const { fields } = encoder;
    using items = new PackedItems(folder, await indexIn(folder));
    const { vocabulary, steps } = learnable(stages, front);
    const { groups } = stages.architecture.behaviour;
    const device = await openDevice({ backend });
    try {
      const { tf } = device;
      const session = await openSession({
        tf,
        stages,
        fields,
        vocabulary,
        read,
      });
      try {
        return await use({
          device,
          session,
          items,
          train,
          valid,
          targets: targetsOf(front, vocabulary),
          programs: programOf(stages.fit.behaviour, { groups, steps }),
        });
      } finally {
        session.dispose();
      }
    } finally {
      device.close();
    }
  });
}

/** How a training of some epochs is varied. */
export interface TrainOptions {
  /** Save, forget and restore everything at this step of each epoch. */
  readonly breakAt?: number;
  /** Do each step anew; else those that can be are replayed. */
  readonly eager?: boolean;
  /** Told of the steps after each epoch. */
  readonly onSteps?: (steps: Steps) => void;
  /** Programs in place of the pipeline's own. */
  readonly programs?: readonly EpochProgram[];
}

/** Trains all epochs; the values of all variables at the end. */
export async function trainAll(
  { device, session, items, train, targets, ...opened }: Opened,
  { breakAt, programs = opened.programs, eager = false, onSteps }:
    TrainOptions = {},
): Promise<
  { readonly values: Values; readonly loss: number; readonly breaks: number }
> {
  const { tf, stages, variables } = session;
  let optimizer = new Optimizer(tf, stages.fit.behaviour);
  let taken = new Steps({ session, optimizer }, { eager });
  let smoothed = new SmoothedLoss();
  let breaks = 0;
  for (const program of programs) {
    if (program.reset) {
      optimizer.reset();
      smoothed = new SmoothedLoss();
    }
    let from = 0;
    while (from < program.settings.length) {
      let steps = 0;
      const signal = breakAt === undefined || from > 0
        ? new AbortController().signal
        : new Proxy(new AbortController().signal, {
          get: () => ++steps >= breakAt,
        });
      from = await trainEpoch({
        session,
        steps: taken,
        program,
        data: { items, train, targets },
        smoothed,
        from,
        signal,
        check: () => device.check(),
        onSteps: () => {},
      });
      onSteps?.(taken);
      if (from === program.settings.length) break;
      breaks++;
      const state = decodeCheckpoint(
        await encodeCheckpoint(variables, optimizer, smoothed, from),
      );
      variables.assign(
        new Map(
          [...state.variables].map(([name, { length }]) => [
            name,
            new Float32Array(length),
          ]),
        ),
      );
      optimizer.reset();
      taken.dispose();
      optimizer = new Optimizer(tf, stages.fit.behaviour);
      taken = new Steps({ session, optimizer }, { eager });
      variables.assign(state.variables);
      optimizer.restore(variables.specs, state.optimizer);
      smoothed = new SmoothedLoss(state.smoothed);
      from = state.step;
    }
  }
  taken.dispose();
  optimizer.reset();
  return { values: await variables.read(), loss: smoothed.value, breaks };
}
