/**
 * Training on mixtures, on images erased in parts and on smoothed labels:
 * repeats and interruptions.
 *
 * @module
 */
import assert from "node:assert/strict";
import * as leat from "leat";
import type { Values } from "../../../src/engine/train/variables.ts";
import { drawPictures, pictures } from "../jobs.ts";
import { trainAll, withSession } from "./_sessions.ts";

const variants = {
  "mixup()": { transforms: [leat.flip(), leat.mixup()] },
  "randomErasing()": { transforms: [leat.randomErasing({ maxCount: 2 })] },
  "cutmix()": { transforms: [leat.rotate(10), leat.cutmix()] },
  "label smoothing": { loss: leat.crossEntropy({ labelSmoothing: 0.1 }) },
} as const;

type Variant = typeof variants[keyof typeof variants];

/** Frozen, then not, with dropout; three steps a phase. */
function tuned(variant: Partial<Variant>) {
  const fit = leat.fineTune(1, { batch: 4 });
  return { spec: { ...pictures.spec, ...variant, fit } };
}

function draw(folder: string) {
  return drawPictures(`${folder}/pictures`, 18);
}

async function trained(
  pipeline: unknown,
  backend: "cpu" | "webgpu",
  options: { readonly breakAt?: number } = {},
): Promise<Values> {
  return await withSession(pipeline, backend, async (opened) => {
    const before = opened.device.memory().tensors;
    const { values } = await trainAll(opened, options);
    assert.equal(opened.device.memory().tensors, before);
    return values;
  }, draw);
}

for (const [name, variant] of Object.entries(variants)) {
  for (const backend of ["cpu", "webgpu"] as const) {
    Deno.test(`trainEpoch() with ${name} gives the same bits twice and over a break, on ${backend}`, async () => {
      const pipeline = tuned(variant);
      const values = await trained(pipeline, backend);
      assert.deepEqual(await trained(pipeline, backend), values);
      const broken = await trained(pipeline, backend, { breakAt: 2 });
      assert.deepEqual(broken, values);
      assert.notDeepEqual(await trained(tuned({}), backend), values);
    });
  }
}

for (const name of ["mixup()", "cutmix()"] as const) {
  Deno.test(`${name} mixes on the GPU what it mixes on the processor`, async () => {
    const mixedOn = (backend: "cpu" | "webgpu") =>
      withSession(tuned(variants[name]), backend, async (opened) => {
        const { session, items, train } = opened;
        const ids = train.slice(0, 4);
        const context = { seed: 7, epoch: 0, step: 1, ids };
        const batch = session.trainingBatch(items.read(ids), context);
        const [images] = Object.values(batch.inputs);
        const values = [...await images?.data() ?? []];
        session.tf.dispose(batch.inputs);
        return { values, mixing: batch.mixing };
      }, draw);
    const cpu = await mixedOn("cpu");
    const gpu = await mixedOn("webgpu");
    assert.ok(cpu.values.length === 4 * 16 * 16 * 3);
    assert.deepEqual(gpu.mixing, cpu.mixing);
    const apart = cpu.values.map((value, at) =>
      Math.abs(value - (gpu.values[at] ?? NaN))
    );
    // Pixels up to 1 that were turned: their places are float32 numbers too.
    assert.ok(apart.every((each) => each < 1e-5), `${Math.max(...apart)}`);
  });
}

for (
  const [kind, problem] of [
    ["tags", {
      label: (file: { readonly name: string }) =>
        file.name.startsWith("red") ? ["red"] : ["blue", "cold"],
      loss: leat.binaryCrossEntropy({ labelSmoothing: 0.1 }),
      metrics: [leat.accuracy()],
    }],
    ["quantity", {
      label: (file: { readonly name: string }) => file.name.length,
      loss: leat.mse(),
      metrics: [leat.rmse()],
    }],
  ] as const
) {
  Deno.test(`trainEpoch() mixes ${kind} too`, async () => {
    const { label: _label, loss: _loss, metrics: _metrics, ...spec } =
      pictures.spec;
    const transforms = [leat.mixup()];
    // The kinds of two problems in one list are more than inference follows.
    const mixed = { ...spec, ...problem, transforms } as never;
    const plain = { ...spec, ...problem, transforms: [] } as never;
    const values = await trained(leat.pipeline(mixed), "cpu");
    assert.notDeepEqual(await trained(leat.pipeline(plain), "cpu"), values);
    for (const [name, each] of values) {
      assert.ok(each.every(Number.isFinite), name);
    }
  });
}

Deno.test("openSession() refuses to mix, or to change, where there is no image", async () => {
  const table = (transform: unknown) =>
    leat.pipeline({
      source: leat.rows(
        Array.from({ length: 20 }, (_, at) => ({ x: at, even: at % 2 === 0 })),
      ),
      label: (row) => row.even,
      split: leat.random({ valid: 0.25, seed: 1 }),
      input: leat.features({ continuous: ["x"] }),
      // The compiler refuses it, and is not always asked.
      transforms: [transform] as never,
      architecture: leat.mlp({ hidden: [2] }),
      loss: leat.crossEntropy(),
      fit: leat.constant(1, { learningRate: 0.1, batch: 8 }),
    });
  await assert.rejects(trained(table(leat.mixup()), "cpu"), {
    name: "PipelineError",
    stage: "transforms",
    message: "Cannot mix the items of a batch: the input gives no image",
    remedy: "Remove mixup() or cutmix(), which are for images",
  });
  await assert.rejects(trained(table(leat.flip()), "cpu"), {
    name: "PipelineError",
    stage: "transforms",
    message: "Cannot transform the items of a batch: the input gives no image",
    remedy: "Remove transforms, which are for images",
  });
});
