import assert from "node:assert/strict";
import * as leat from "leat";
import { normalOf } from "../../../src/base/random/normal.ts";
import { stream } from "../../../src/base/random/stream.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { type Inputs, inputsOf } from "../../../src/engine/train/inputs.ts";
import type { Normalization } from "../../../src/flow/stage/architecture.ts";
import type { Field } from "../../../src/flow/stage/input.ts";
import type { Batch } from "../../../src/flow/stage/tensors.ts";
import type { TransformBehaviour } from "../../../src/flow/stage/transform.ts";

// Kept open to the end of the process, so that shaders are compiled once.
await openDevice();

const SIDE = 8;
const SIZE = SIDE * SIDE * 3;
const IDS = ["a.jpg", "b.jpg", "c.jpg"];

const fields: readonly Field[] = [
  { name: "pixels", dtype: "uint8", shape: [SIDE, SIDE, 3] },
];

type Stages = readonly { readonly behaviour: TransformBehaviour }[];

/** Bytes of some images of which no two are alike. */
function bytesOf(ids: readonly string[]): Uint8Array {
  return Uint8Array.from(ids.flatMap((id) => {
    const random = stream(7, id);
    return Array.from({ length: SIZE }, () => random.integer(0, 256));
  }));
}

/** What is made of images, one after the other. */
async function made(
  stages: Stages,
  make: (inputs: Inputs, rows: [Uint8Array], ids: readonly string[]) => Batch,
  { ids = IDS, backend = "webgpu", normalization }: {
    readonly ids?: readonly string[];
    readonly backend?: "cpu" | "webgpu";
    readonly normalization?: Normalization;
  } = {},
): Promise<readonly (readonly number[])[]> {
  const device = await openDevice({ backend });
  const { tf } = device;
  const before = device.memory().tensors;
  const transforms = stages.map(({ behaviour }) => behaviour);
  const inputs = inputsOf(tf, { fields, transforms, normalization });
  const batch = make(inputs, [bytesOf(ids)], ids);
  const values = [...await batch["pixels"]!.data()];
  tf.dispose(Object.values(batch));
  assert.equal(device.memory().tensors, before, "all tensors are freed");
  device.close();
  return ids.map((_, at) => values.slice(at * SIZE, (at + 1) * SIZE));
}

/** As in training; the first step of the first epoch unless told. */
const training = (context: { epoch?: number; seed?: number } = {}) =>
(
  inputs: Inputs,
  rows: [Uint8Array],
  ids: readonly string[],
) =>
  inputs.trainingBatch(rows, { seed: 42, epoch: 0, step: 0, ids, ...context })
    .inputs;

const answering = (
  inputs: Inputs,
  rows: [Uint8Array],
  ids: readonly string[],
) => inputs.answeringBatch(rows, ids.length);

/** About a quarter of each image. */
const erasing = leat.randomErasing({
  probability: 1,
  minArea: 0.2,
  maxArea: 0.3,
  maxCount: 2,
});

/** The noise of an item in the first epoch, for transforms at this place. */
function noiseOf(id: string, at: number): readonly number[] {
  const random = stream(42, "erased", at, 0, id);
  return Array.from({ length: SIZE }, () => normalOf(random.uint32()));
}

const off = (a: number | undefined, b: number | undefined) =>
  Math.abs((a ?? NaN) - (b ?? NaN));

const imagenet: Normalization = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
};

for (
  const [what, before, normalization] of [
    ["the pipeline does it", [leat.normalize()], undefined],
    ["the weights ask for it", [], imagenet],
    ["nothing does", [], undefined],
  ] as const
) {
  Deno.test(`noise is put into images once they are normalised, where ${what}`, async () => {
    for (const backend of ["cpu", "webgpu"] as const) {
      const options = { backend, ...normalization ? { normalization } : {} };
      const plain = await made(before, answering, options);
      const seen = await made([...before, erasing], training(), options);
      for (const [at, id] of IDS.entries()) {
        const noise = noiseOf(id, before.length);
        const erased = noise.map((each, i) => off(seen[at]?.[i], each) < 1e-5);
        const share = erased.filter(Boolean).length / SIZE;
        assert.ok(share > 0.05 && share < 0.4, `${share}`);
        erased.forEach((yes, i) =>
          assert.ok(yes || seen[at]?.[i] === plain[at]?.[i], `${id} ${i}`)
        );
      }
    }
  });
}

Deno.test("noise is the same for an item in any batch, and another in another epoch or from another seed", async () => {
  const stages = [leat.flip(), leat.normalize(), erasing];
  const all = await made(stages, training());
  const turned = await made(stages, training(), { ids: IDS.toReversed() });
  assert.deepEqual(turned.toReversed(), all);
  const [alone] = await made(stages, training(), { ids: IDS.slice(1, 2) });
  assert.deepEqual(alone, all[1]);
  assert.deepEqual(await made(stages, training()), all);
  for (const context of [{ epoch: 1 }, { seed: 43 }]) {
    const others = await made([erasing], training(context));
    const own = await made([erasing], training());
    others.forEach((other, at) => assert.notDeepEqual(other, own[at]));
  }
});

Deno.test("only training has noise, and the views of test-time augmentation", async () => {
  const stages = [leat.normalize(), erasing];
  const plain = await made([leat.normalize()], answering);
  assert.deepEqual(await made(stages, answering), plain);
  const view = (pass: number) =>
    made(
      stages,
      (inputs, rows, ids) =>
        inputs.augmentedBatch(rows, { seed: 42, pass, ids }),
    );
  const [first, second] = [await view(0), await view(1)];
  assert.notDeepEqual(first, plain);
  assert.notDeepEqual(first, second);
});

Deno.test("noise is put in before images are mixed", async () => {
  const erased = await made([erasing], training());
  let shares: readonly number[] = [];
  let partners: readonly number[] = [];
  const mixed = await made([erasing, leat.mixup()], (inputs, rows, ids) => {
    const context = { seed: 42, epoch: 0, step: 0, ids };
    const { inputs: batch, mixing } = inputs.trainingBatch(rows, context);
    ({ shares, partners } = mixing!);
    return batch;
  });
  assert.notDeepEqual([...partners], [0, 1, 2]);
  mixed.forEach((image, at) => {
    const [share, other] = [shares[at]!, erased[partners[at]!]!];
    image.forEach((value, i) => {
      const expected = other[i]! + share * (erased[at]![i]! - other[i]!);
      assert.ok(off(value, expected) < 1e-5);
    });
  });
});

Deno.test("a second erasing draws parts and noise of its own", async () => {
  const once = await made([erasing], training());
  const twice = await made([erasing, erasing], training());
  const noise = noiseOf(IDS[0]!, 1);
  const changed = twice[0]!.flatMap((value, i) =>
    value === once[0]![i] ? [] : [off(value, noise[i])]
  );
  assert.ok(changed.length > 0.05 * SIZE);
  assert.ok(changed.every((each) => each < 1e-5));
});

Deno.test("a batch of which nothing is erased takes no pass", async () => {
  const { tf } = await openDevice({ backend: "cpu" });
  const passesOf = async (stage: leat.Transform<leat.Image>) => {
    const transforms = [stage.behaviour];
    const inputs = inputsOf(tf, {
      fields,
      transforms,
      normalization: undefined,
    });
    const { kernelNames } = await tf.profile(() => {
      const batch = training()(inputs, [bytesOf(IDS)], IDS);
      tf.dispose(Object.values(batch));
      return tf.scalar(0);
    });
    return kernelNames.filter((name) => name === "EraseImages").length;
  };
  assert.equal(await passesOf(erasing), 1);
  assert.equal(await passesOf(leat.randomErasing({ probability: 0 })), 0);
  assert.equal(
    await passesOf(leat.randomErasing({ probability: 1, maxArea: 0 })),
    0,
  );
});
