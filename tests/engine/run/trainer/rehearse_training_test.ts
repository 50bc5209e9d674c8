import assert from "node:assert/strict";
import * as leat from "leat";
import type { EventOf } from "../../../../src/flow/events/event.ts";
import { drawPictures, jobOf, pictures, POINTS, run } from "../../jobs.ts";
import { withFolder } from "../../../_folder.ts";

type Memory = NonNullable<EventOf<"engine">["memory"]>;

const MEBIBYTE = 2 ** 20;

/** Learns on a device of its own, and says what was planned and what was held. */
async function memoryOf(
  pipeline: unknown,
  options: { readonly eager?: boolean } = {},
): Promise<Required<Memory>> {
  return await withFolder(async (folder) => {
    await drawPictures(`${folder}/pictures`, 48, 64);
    const { events } = await run(await jobOf(pipeline, folder), options);
    const memory = events.find((each) => each.type === "engine")?.memory;
    const { most = 0, planned = 0 } = memory ?? {};
    return { most, planned };
  });
}

const seen = leat.pipeline({
  ...pictures.spec,
  input: leat.image({ size: 64 }),
  architecture: leat.resnet({
    channels: [32, 64],
    blocks: [1, 1],
    hidden: 16,
  }),
  fit: leat.oneCycle(1, { learningRate: 0.01, batch: 16 }),
});

const rows = leat.pipeline({
  source: leat.rows(POINTS, { id: "id" }),
  label: (row) => row.x * row.y > 0 ? "same" : "other",
  split: leat.random({ valid: 0.25, seed: 1 }),
  input: leat.features({ continuous: ["x", "y"], categorical: ["colour"] }),
  architecture: leat.mlp({ hidden: [2000, 2000] }),
  loss: leat.crossEntropy(),
  fit: leat.constant(2, {
    learningRate: 0.01,
    batch: 8,
    optimizer: leat.sgd({ momentum: 0.9 }),
  }),
});

/** The same pictures, learned from in another way. */
function by(fit: unknown, rest = {}): unknown {
  return { ...seen, spec: { ...seen.spec, fit, ...rest } };
}

const settings = { learningRate: 0.01, batch: 16 };
// Its types are for what is trained already; what is held is the same.
const tuned = (options: leat.FineTuneOptions) =>
  leat.fineTune(1, { ...options, batch: 16 });

const CASES: readonly {
  readonly kind: string;
  readonly pipeline: unknown;
  readonly eager?: boolean;
}[] = [
  { kind: "rows and momentum", pipeline: rows },
  { kind: "pictures and AdamW", pipeline: seen },
  { kind: "steps that are done anew", pipeline: seen, eager: true },
  { kind: "a frozen body whose norms learn", pipeline: by(tuned({})) },
  {
    kind: "a frozen body that runs once an item",
    pipeline: by(tuned({ freezeNorms: true, freezeEpochs: 2 }), {
      transforms: [],
    }),
  },
  {
    kind: "clipped gradients and mixed images",
    pipeline: by(
      leat.constant(1, { ...settings, callbacks: [leat.clipGradients(1)] }),
      { transforms: [leat.rotate(10), leat.mixup()] },
    ),
  },
  {
    kind: "gathered gradients",
    pipeline: by(
      leat.constant(1, {
        ...settings,
        callbacks: [leat.accumulateGradients(32)],
      }),
    ),
  },
  {
    kind: "mixed precision",
    pipeline: by(leat.oneCycle(1, { ...settings, precision: "mixed" })),
  },
];

for (const { kind, pipeline, eager = false } of CASES) {
  Deno.test(`what is planned is what is held: ${kind}`, async () => {
    const { most, planned } = await memoryOf(pipeline, { eager });
    assert.ok(planned > 16 * MEBIBYTE, `${planned} planned`);
    const off = Math.abs(most - planned);
    assert.ok(off < most / 10, `${most} held, ${planned} planned`);
  });
}
