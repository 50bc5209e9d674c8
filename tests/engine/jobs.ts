/**
 * Pipelines as jobs, in a folder that is gone after the test.
 *
 * @module
 */
import assert from "node:assert/strict";
import sharp from "sharp";
import * as leat from "leat";
import { openStore } from "../../src/base/store/store.ts";
import type { LearnJob } from "../../src/engine/run/job/job.ts";
import { openDevice } from "../../src/engine/device/open_device.ts";
import { learn } from "../../src/engine/run/learn.ts";
import type { RunEvent } from "../../src/flow/events/event.ts";
import { describe } from "../../src/flow/pipeline/describe.ts";
import type { AnyPipeline } from "../../src/flow/pipeline/pipeline.ts";
import { ownStages } from "../../src/flow/pipeline/stages.ts";
import type { SourceHost } from "../../src/flow/stage/source.ts";
import type { LabelValue } from "../../src/flow/kinds/targets.ts";
import { sha256File } from "../../src/base/codec/sha256.ts";
import { withFolder } from "../_folder.ts";

export { withFolder };

/** The files in the folders below a folder. */
function hostOf(folder: string): SourceHost {
  return {
    files: async (location) => {
      const below = "path" in location ? `${folder}/${location.path}` : folder;
      return await Promise.all(
        [...Deno.readDirSync(below)].map(async ({ name: path }) => ({
          path,
          absolute: `${below}/${path}`,
          size: (await Deno.stat(`${below}/${path}`)).size,
          sha256: await sha256File(`${below}/${path}`),
        })),
      );
    },
    text: () => Promise.reject(new Error("there is no text")),
  };
}

/** Kept open to the end of a test file, so that shaders are compiled once. */
let device: ReturnType<typeof openDevice> | undefined;

/** Runs with a new folder and an open device; fails if tensors are left over. */
export async function withDevice(
  run: (folder: string) => Promise<void>,
): Promise<void> {
  device ??= openDevice();
  const { memory } = await device;
  const { tensors } = memory();
  await withFolder(run);
  assert.equal(memory().tensors, tensors, "all tensors are freed");
}

/** A pipeline whose items are listed, labelled and split; its store is `cache`. */
export async function jobOf(
  pipeline: unknown,
  folder: string,
  options: Partial<LearnJob> & { readonly cache?: string } = {},
): Promise<LearnJob> {
  const { cache = "cache", ...rest } = options;
  // Its kinds were checked where it was written.
  const own = pipeline as AnyPipeline;
  const stages = ownStages(own);
  const { items } = await stages.source.behaviour.list(hostOf(folder));
  const labelOf = own.spec.label as (item: unknown) => LabelValue;
  const labels = items.map(({ item }) => labelOf(item));
  const sets = stages.split.behaviour.divide(
    items.map((each, at) => ({ ...each, label: labels[at] ?? "" })),
  );
  return {
    description: describe(stages),
    stages,
    front: { items, labels, sets },
    store: await openStore(`${folder}/${cache}`),
    read: (reference) => Deno.readFile(`${folder}/${reference}`),
    strict: false,
    ...rest,
  };
}

/** Learns, and keeps the events. */
export async function run(
  job: LearnJob,
  { signal = new AbortController().signal, onEvent = () => {}, eager }: {
    readonly signal?: AbortSignal;
    readonly onEvent?: (event: RunEvent) => void;
    readonly eager?: boolean;
  } = {},
) {
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => {
    events.push(event);
    onEvent(event);
  };
  const learned = await learn(job, {
    emit,
    signal,
    ...eager === undefined ? {} : { eager },
  });
  return { ...learned, events };
}

/** Points in the plane, labelled by their quadrants: 40 rows. */
export const POINTS = Array.from({ length: 40 }, (_, at) => ({
  id: `p${at}`,
  x: Math.sin(at * 12.9898),
  y: Math.cos(at * 78.233),
  colour: ["red", "green", "blue"][at % 3]!,
}));

/** A pipeline over {@linkcode POINTS} that a processor trains in a moment. */
export const points = leat.pipeline({
  source: leat.rows(POINTS, { id: "id" }),
  label: (row) => row.x * row.y > 0 ? "same" : "other",
  split: leat.random({ valid: 0.25, seed: 1 }),
  input: leat.features({ continuous: ["x", "y"], categorical: ["colour"] }),
  architecture: leat.mlp({ hidden: [4] }),
  loss: leat.crossEntropy(),
  metrics: [leat.accuracy()],
  fit: leat.constant(2, { learningRate: 0.01, batch: 8 }),
});

/** Writes small pictures, of which the redder ones are called `red_*`. */
export async function drawPictures(
  folder: string,
  count = 20,
  size = 16,
  width = size,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (let at = 0; at < count; at++) {
    const red = at % 2 === 0;
    const bytes = Uint8Array.from({ length: size * width * 3 }, (_, byte) => {
      const noise = (byte * 37 + at * 101) % 90;
      return noise + (red === (byte % 3 === 0) ? 120 : 20);
    });
    const name = `${red ? "red" : "blue"}_${String(at).padStart(2, "0")}.png`;
    await sharp(bytes, { raw: { width, height: size, channels: 3 } })
      .png().toFile(`${folder}/${name}`);
  }
}

/** A pipeline over {@linkcode drawPictures}, of two channels. */
export const pictures = leat.pipeline({
  source: leat.images("./pictures"),
  label: (file) => file.name.startsWith("red") ? "red" : "blue",
  split: leat.random({ valid: 0.3, seed: 1 }),
  input: leat.image({ size: 16 }),
  transforms: [leat.flip(), leat.rotate(10)],
  architecture: leat.resnet({ channels: [2, 2], blocks: [1, 1], hidden: 4 }),
  loss: leat.crossEntropy(),
  metrics: [leat.errorRate()],
  fit: leat.constant(1, { learningRate: 0.01, batch: 4 }),
});
