import assert from "node:assert/strict";
import type { Random } from "../../../src/base/random/random.ts";
import { stream } from "../../../src/base/random/stream.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  transformAlways,
  type TransformContext,
  transformTraining,
} from "../../../src/engine/train/transform_batch.ts";
import type { Tensor4D } from "../../../src/flow/stage/tensors.ts";
import type {
  Affine,
  TransformBehaviour,
} from "../../../src/flow/stage/transform.ts";
import {
  augment,
  brightness,
  contrast,
  flip,
  normalize,
  randomResizedCrop,
  rotate,
  zoom,
} from "../../../mod.ts";

// Kept open to the end of the process, so that shaders are compiled once.
await openDevice();

const IDS = ["a.jpg", "b.jpg", "c.jpg"];

/** Images `[ids, height, width, 3]` of which no two pixels are alike. */
function pixelsFor(ids: readonly string[], height = 8, width = 8) {
  return Float32Array.from(ids.flatMap((id) => {
    const random = stream(7, id);
    return Array.from({ length: height * width * 3 }, () => random.float());
  }));
}

/** What becomes of the images, on one backend. */
async function transformed(
  transforms: readonly TransformBehaviour[],
  { ids = IDS, height = 8, width = 8, backend = "webgpu", epoch = 0 }: {
    readonly ids?: readonly string[];
    readonly height?: number;
    readonly width?: number;
    readonly backend?: "cpu" | "webgpu";
    readonly epoch?: number;
  } = {},
): Promise<Float32Array> {
  const device = await openDevice({ backend });
  const { tf } = device;
  const before = device.memory().tensors;
  const context: TransformContext = { tf, seed: 42, epoch, ids };
  const result = tf.tidy(() => {
    const pixels = pixelsFor(ids, height, width);
    const batch = tf.tensor4d(pixels, [ids.length, height, width, 3]);
    return transformTraining(context, transforms, batch);
  });
  const values = Float32Array.from(await result.data());
  result.dispose();
  assert.equal(device.memory().tensors, before);
  device.close();
  return values;
}

function assertNear(a: Float32Array, b: Float32Array, tolerance: number) {
  assert.equal(a.length, b.length);
  a.forEach((each, at) => {
    const other = b[at] ?? NaN;
    assert.ok(
      Math.abs(each - other) <= tolerance,
      `number ${at} is ${each}, not ${other}`,
    );
  });
}

const fixed = (affine: Affine): TransformBehaviour => ({
  when: "train",
  affine: () => affine,
});
const UNMOVED: Affine = [1, 0, 0, 0, 1, 0];
const always = { probability: 1 };

Deno.test("transformTraining() leaves pixels alone where nothing moves", async () => {
  const pixels = pixelsFor(IDS);
  assert.deepEqual(await transformed([]), pixels);
  assert.deepEqual(await transformed([fixed(UNMOVED)]), pixels);
  assert.deepEqual(await transformed([rotate(0).behaviour]), pixels);
  const light = [brightness(0).behaviour, contrast(0).behaviour];
  assertNear(await transformed(light), pixels, 3e-6);
});

Deno.test("transformTraining() flips to the exact mirror image, of even and odd sides", async () => {
  for (const width of [8, 7]) {
    const size = { height: 5, width };
    const pixels = pixelsFor(IDS, 5, width);
    const mirrored = Float32Array.from(pixels, (_, at) => {
      const column = Math.floor(at / 3) % width;
      return pixels[at + 3 * (width - 1 - 2 * column)] ?? NaN;
    });
    const once = await transformed([flip(always).behaviour], size);
    assert.deepEqual(once, mirrored);
    const twice = [flip(always).behaviour, flip(always).behaviour];
    assert.deepEqual(await transformed(twice, size), pixels);
  }
});

Deno.test("transformTraining() turns by a quarter exactly, anticlockwise as seen", async () => {
  const pixels = pixelsFor(IDS, 5, 5);
  // [cos, -sin, 0, sin, cos, 0]: out (x, y) reads in (-y, x).
  const turned = await transformed([fixed([0, -1, 0, 1, 0, 0])], {
    height: 5,
    width: 5,
  });
  const expected = Float32Array.from(pixels, (_, at) => {
    const [image, inImage] = [Math.floor(at / 75), at % 75];
    const [row, column] = [
      Math.floor(inImage / 15),
      Math.floor(inImage / 3) % 5,
    ];
    return pixels[image * 75 + column * 15 + (4 - row) * 3 + at % 3] ?? NaN;
  });
  assertNear(turned, expected, 1e-6);
});

Deno.test("transformTraining() samples once for neighbours that move pixels", async () => {
  // Half a pixel there and back: two samplings would blur.
  const shift = 1 / 7;
  const there = fixed([1, 0, shift, 0, 1, 0]);
  const back = fixed([1, 0, -shift, 0, 1, 0]);
  assertNear(await transformed([there, back]), pixelsFor(IDS), 1e-6);
});

Deno.test("transformTraining() joins lights into what they give one after the other", async () => {
  const [dark, hard] = [brightness(0.4, always), contrast(0.4, always)];
  // What changes nothing stands between, so that they are not neighbours.
  const apart: TransformBehaviour = { when: "train", apply: (_tf, x) => x };
  const joined = await transformed([dark.behaviour, hard.behaviour]);
  // Draws depend on the place in the list: the second stands where it stood.
  const second = await transformed([dark.behaviour, hard.behaviour, apart]);
  assert.deepEqual(joined, second);
  const split = await transformed([
    { when: "train", lighting: () => ({ scale: 1, shift: 0.7 }) },
    apart,
    { when: "train", lighting: () => ({ scale: 1.5, shift: 0.1 }) },
  ]);
  const whole = await transformed([
    { when: "train", lighting: () => ({ scale: 1, shift: 0.7 }) },
    { when: "train", lighting: () => ({ scale: 1.5, shift: 0.1 }) },
  ]);
  assertNear(whole, split, 3e-6);
});

Deno.test("transformTraining() keeps the order of transforms of different kinds", async () => {
  const add = (by: number): TransformBehaviour => ({
    when: "train",
    apply: (tf, batch) => tf.add(batch, by) as Tensor4D,
  });
  const half: TransformBehaviour = {
    when: "train",
    apply: (tf, batch) => tf.mul(batch, 0.5) as Tensor4D,
  };
  const pixels = pixelsFor(IDS);
  assertNear(
    await transformed([add(1), fixed(UNMOVED), half]),
    pixels.map((each) => (each + 1) / 2),
    1e-6,
  );
  assertNear(
    await transformed([half, fixed(UNMOVED), add(1)]),
    pixels.map((each) => each / 2 + 1),
    1e-6,
  );
});

Deno.test("transformTraining() draws for an item alike in any batch and place", async () => {
  const all = [flip(), rotate(20), zoom(), brightness(), contrast()].map(
    ({ behaviour }) => behaviour,
  );
  const size = 8 * 8 * 3;
  const together = await transformed(all);
  const turned = await transformed(all, { ids: IDS.toReversed() });
  const alone = await transformed(all, { ids: IDS.slice(1, 2) });
  assert.deepEqual(together.slice(0, size), turned.slice(2 * size));
  assert.deepEqual(together.slice(size, 2 * size), alone);
  assert.notDeepEqual(await transformed(all, { epoch: 1 }), together);
});

Deno.test("transformTraining() computes alike on both backends", async () => {
  const all = [
    flip(always),
    rotate(30, always),
    zoom({ ...always, min: 0.7, max: 1.5 }),
    brightness(0.4, always),
    contrast(0.4, always),
    normalize(),
  ].map(({ behaviour }) => behaviour);
  const cpu = await transformed(all, { backend: "cpu" });
  // Sampling between pixels rounds their places to 24 bits.
  assertNear(await transformed(all), cpu, 1e-4);
});

Deno.test("transformAlways() leaves out what is for training", async () => {
  const { tf } = await openDevice({ backend: "cpu" });
  const transforms = [flip(always), rotate(), brightness(), normalize()]
    .map(({ behaviour }) => behaviour);
  const result = tf.tidy(() =>
    transformAlways(tf, transforms, tf.ones([1, 2, 2, 3]))
  );
  const values = await result.data();
  assertNear(
    Float32Array.from(values.slice(0, 3)),
    Float32Array.from([
      (1 - 0.485) / 0.229,
      (1 - 0.456) / 0.224,
      (1 - 0.406) / 0.225,
    ]),
    1e-5,
  );
  result.dispose();
});

/** The kernels that run for a batch, but for those that make tensors. */
async function kernelsOf(
  stages: readonly { readonly behaviour: TransformBehaviour }[],
  set: "train" | "valid" = "train",
): Promise<readonly string[]> {
  const { tf } = await openDevice({ backend: "cpu" });
  const transforms = stages.map(({ behaviour }) => behaviour);
  const batch = tf.ones([3, 8, 8, 3]) as Tensor4D;
  const { kernelNames } = await tf.profile(() =>
    tf.tidy(() =>
      set === "train"
        ? transformTraining(
          { tf, seed: 42, epoch: 0, ids: IDS },
          transforms,
          batch,
        )
        : transformAlways(tf, transforms, batch)
    )
  );
  batch.dispose();
  return kernelNames;
}

Deno.test("transformTraining() takes one pass to move pixels and one to change light", async () => {
  assert.deepEqual(await kernelsOf([flip(always)]), ["SampleImages"]);
  const both = ["SampleImages", "LightImages"];
  const all = { affineProbability: 1, lightingProbability: 1 };
  assert.deepEqual(await kernelsOf([augment(all)]), both);
  const presize = augment({ ...all, size: 4, minScale: 0.75 });
  assert.deepEqual(await kernelsOf([flip(always), presize]), both);
  const list = [rotate(10, always), zoom(always), brightness(0.2, always)];
  assert.deepEqual(await kernelsOf([...list, contrast(0.2, always)]), both);
});

Deno.test("transforms that change nothing take no pass", async () => {
  const never = { probability: 0 };
  assert.deepEqual(await kernelsOf([flip(never), brightness(0, never)]), []);
  assert.deepEqual(await kernelsOf([augment()], "valid"), []);
  assert.deepEqual(await kernelsOf([augment({ size: 8 })], "valid"), []);
});

Deno.test("transformAlways() resizes to what the network reads, in one pass", async () => {
  const resize = [augment({ size: 4, minScale: 0.5 })];
  assert.deepEqual(await kernelsOf(resize, "valid"), ["SampleImages"]);
  const { tf } = await openDevice({ backend: "cpu" });
  for (const stage of [...resize, randomResizedCrop({ size: 4 })]) {
    const sides = tf.tidy(() => [
      transformAlways(tf, [stage.behaviour], tf.ones([2, 9, 9, 3])).shape,
      transformTraining(
        { tf, seed: 1, epoch: 0, ids: ["a", "b"] },
        [stage.behaviour],
        tf.ones([2, 9, 9, 3]),
      ).shape,
    ]);
    assert.deepEqual(sides, [[2, 4, 4, 3], [2, 4, 4, 3]]);
  }
});

Deno.test("transformTraining() gives a whole batch the same draws where it should", async () => {
  const drawsOf = async (draws: "image" | "batch", ids = IDS) => {
    const drawn: number[] = [];
    const affine = (random: Random) => {
      drawn.push(random.float());
      return UNMOVED;
    };
    const parts = [{ when: "train", affine } as const];
    await transformed([{ when: "always", parts, draws }], { ids });
    return drawn;
  };
  assert.equal(new Set(await drawsOf("image")).size, 3);
  const [first, second, third] = await drawsOf("batch");
  assert.ok(first === second && second === third);
  const [other] = await drawsOf("batch", IDS.toReversed());
  assert.notEqual(first, other);
});

Deno.test("transformTraining() samples once for what moves, turns and resizes", async () => {
  // Half a pixel there, at another size, and back: a picture of smooth values
  // would be blurred by two samplings.
  const { tf } = await openDevice({ backend: "cpu" });
  const resize: TransformBehaviour = {
    when: "always",
    size: 15,
    view: () => UNMOVED,
  };
  const shift = fixed([1, 0, 1 / 7, 0, 1, 0]);
  const back = fixed([1, 0, -1 / 7, 0, 1, 0]);
  const [values, expected] = tf.tidy(() => {
    const batch = tf.tensor4d(pixelsFor(["a"]), [1, 8, 8, 3]);
    const context = { tf, seed: 1, epoch: 0, ids: ["a"] };
    const moved = transformTraining(context, [shift, resize, back], batch);
    // Every other pixel of 15 stands on one of 8.
    return [
      tf.stridedSlice(moved, [0, 0, 0, 0], [1, 15, 15, 3], [1, 2, 2, 1])
        .dataSync(),
      batch.dataSync(),
    ];
  });
  assertNear(
    Float32Array.from(values ?? []),
    Float32Array.from(expected ?? []),
    1e-5,
  );
});
