import assert from "node:assert/strict";
import * as leat from "leat";
import { branched, save } from "../../stages/architecture/layers_models.ts";
import {
  gradientOf,
  reconstruct,
} from "../../../src/engine/insight/reconstruct.ts";
import { scaled } from "../../../src/engine/insight/explained.ts";
import { gradCam } from "../../../src/engine/insight/grad_cam.ts";
import { seenLayers } from "../../../src/engine/insight/seen_layers.ts";
import { tappedAt } from "../../../src/engine/insight/tapped.ts";
import type { Tensor } from "../../../src/flow/stage/tensors.ts";
import { BACKENDS, looking, narrow, noise, type Opened } from "./_looking.ts";

const FIELD = "pixels";
const SIZE = 12;
const LAYER = "layer2.0";

/** The shape of a layer, for one item. */
function shapeOf(opened: Opened, image: Tensor, name: string) {
  const found = seenLayers(opened, { [FIELD]: image }, FIELD)
    .find((each) => each.name === name);
  assert.ok(found, name);
  return found.shape;
}

/** What a layer makes, read back. */
async function madeOf(opened: Opened, image: Tensor, layer: string) {
  const { tf, network } = opened;
  const made = tf.tidy(() => {
    let seen: Tensor | undefined;
    const forward = tappedAt(opened, layer, (made) => {
      seen = made;
      return made;
    });
    network.forward(forward, { [FIELD]: image });
    return tf.clone(seen!);
  });
  const values = Float32Array.from(await made.data());
  made.dispose();
  return values;
}

/** The numbers of a tensor, which is disposed. */
async function numbers(tensor: Tensor): Promise<Float32Array> {
  const values = Float32Array.from(await tensor.data());
  tensor.dispose();
  return values;
}

for (const backend of BACKENDS) {
  Deno.test(`the slope of a layer's value is what a small step changes, on ${backend}`, async () => {
    using opened = await looking(narrow, { size: SIZE, backend });
    const { tf } = opened;
    const before = opened.tensors();
    const image = noise(opened, 2, SIZE);
    const shape = shapeOf(opened, image, LAYER);
    const [height, width, channels] = shape;
    const start = await madeOf(opened, image, LAYER);
    // A value of each image that is not rectified away.
    const size = height * width * channels;
    const places = [0, 1].map((item) =>
      start.subarray(item * size, (item + 1) * size)
        .reduce((best, value, at, all) => value > all[best]! ? at : best, 0)
    );
    const cells = places.map((place) => ({
      row: Math.floor(place / (width * channels)),
      column: Math.floor(place / channels) % width,
      channel: place % channels,
    }));
    const task = { field: FIELD, layer: LAYER, shape, cells };
    const slope = await numbers(
      gradientOf(opened, { [FIELD]: image }, task),
    );
    const pixels = await image.data();
    const step = 2e-3;
    const half = pixels.length / 2;
    // The steepest pixels of each image, and one that is not.
    const asked = [0, 1].flatMap((item) => {
      const order = Array.from({ length: half }, (_, at) => item * half + at)
        .sort((a, b) => Math.abs(slope[b]!) - Math.abs(slope[a]!));
      return [order[0]!, order[1]!, order[2]!, order[half >> 2]!];
    });
    for (const at of asked) {
      const value = async (by: number) => {
        const moved = tf.tidy(() => {
          const changed = Float32Array.from(pixels);
          changed[at]! += by;
          return tf.tensor(changed, image.shape);
        });
        const made = await madeOf(opened, moved, LAYER);
        moved.dispose();
        const item = Math.floor(at / half);
        return made[item * size + places[item]!]!;
      };
      const difference = (await value(step) - await value(-step)) / (2 * step);
      // A rectifier may bend within the step; floats have 7 digits.
      const tolerance = 5e-3 * Math.max(1, Math.abs(difference)) + 2e-3;
      assert.ok(
        Math.abs(difference - slope[at]!) < tolerance,
        `pixel ${at}: ${slope[at]} is not ${difference}`,
      );
    }
    image.dispose();
    assert.equal(opened.tensors(), before);
  });

  Deno.test(`Grad-CAM is what small steps of a layer's channels say, on ${backend}`, async () => {
    using opened = await looking(narrow, { size: SIZE, backend });
    const { tf, network } = opened;
    const before = opened.tensors();
    const image = noise(opened, 2, SIZE);
    const shape = shapeOf(opened, image, "layer1.0");
    const [height, width, channels] = shape;
    const columns = [2, 0];
    const map = await numbers(
      gradCam(opened, { [FIELD]: image }, {
        layer: "layer1.0",
        shape,
        columns,
      }),
    );
    const made = await madeOf(opened, image, "layer1.0");
    const step = 2e-3;
    /** The outputs with something added to all places of a channel. */
    const output = async (channel: number, by: number) => {
      const raw = tf.tidy(() => {
        const added = tf.mul(
          tf.oneHot(tf.scalar(channel, "int32"), channels),
          by,
        );
        const forward = tappedAt(
          opened,
          "layer1.0",
          (each) => tf.add(each, added),
        );
        return network.forward(forward, { [FIELD]: image });
      });
      return await numbers(raw);
    };
    const weights = [new Float32Array(channels), new Float32Array(channels)];
    for (let channel = 0; channel < channels; channel++) {
      const [up, down] = [
        await output(channel, step),
        await output(channel, -step),
      ];
      columns.forEach((column, item) => {
        const at = item * 3 + column;
        weights[item]![channel] = (up[at]! - down[at]!) / (2 * step) /
          (height * width);
      });
    }
    const expected = Float32Array.from(map, (_, at) => {
      const item = Math.floor(at / (height * width));
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) {
        sum += weights[item]![channel]! * made[at * channels + channel]!;
      }
      return Math.max(0, sum);
    });
    const most = Math.max(...expected);
    assert.ok(most > 0, "something speaks for an output");
    map.forEach((value, at) =>
      assert.ok(
        Math.abs(value - expected[at]!) < 0.03 * most,
        `place ${at}: ${value} is not ${expected[at]}`,
      )
    );
    image.dispose();
    assert.equal(opened.tensors(), before);
  });
}

Deno.test("a reconstruction is the same every time, and leaves gradients as they were", async () => {
  using opened = await looking(narrow, { size: SIZE });
  const image = noise(opened, 1, SIZE);
  const shape = shapeOf(opened, image, LAYER);
  const task = {
    field: FIELD,
    layer: LAYER,
    shape,
    cells: [{ row: 1, column: 2, channel: 3 }],
  };
  const batch = { [FIELD]: image };
  const plain = await numbers(gradientOf(opened, batch, task));
  const guided = await numbers(reconstruct(opened, batch, task));
  assert.deepEqual(await numbers(reconstruct(opened, batch, task)), guided);
  assert.deepEqual(await numbers(gradientOf(opened, batch, task)), plain);
  image.dispose();
});

Deno.test("guided gradients let through what is positive, forth and back", async () => {
  const { tf } = await looking(narrow, { size: SIZE });
  const { withGuidedGradients } = await import(
    "../../../src/engine/insight/guided.ts"
  );
  const slope = (run: <Value>(run: () => Value) => Value, six: boolean) =>
    tf.tidy(() => {
      const x = tf.tensor1d([-1, 2, 3, 7]);
      const back = tf.tensor1d([1, -1, 4, 5]);
      const rectify = six ? tf.relu6 : tf.relu;
      const f = (x: Tensor) => tf.sum(tf.mul(rectify(x), back)) as never;
      return [...run(() => tf.grad(f)(x)).dataSync()];
    });
  const guided = <Value>(run: () => Value) => withGuidedGradients(tf, run);
  const plain = <Value>(run: () => Value) => run();
  assert.deepEqual(slope(guided, false), [0, 0, 4, 5]);
  assert.deepEqual(slope(guided, true), [0, 0, 4, 5]);
  assert.deepEqual(slope(plain, false), [0, -1, 4, 5]);
  assert.throws(() =>
    guided(() => {
      throw new RangeError("it failed");
    }), RangeError);
  assert.deepEqual(slope(plain, false), [0, -1, 4, 5]);
});

Deno.test("a number has a Grad-CAM, and a layer of one place reconstructions", async () => {
  using opened = await looking(narrow, { size: 2, outputs: 1 });
  const before = opened.tensors();
  const image = noise(opened, 2, 2);
  const batch = { [FIELD]: image };
  const shape = shapeOf(opened, image, LAYER);
  assert.deepEqual(shape, [1, 1, 6]);
  const task = { layer: LAYER, shape, columns: [0, 0] };
  const map = await numbers(gradCam(opened, batch, task));
  assert.equal(map.length, 2);
  assert.ok(map.every((value) => value >= 0 && Number.isFinite(value)));
  const cells = [0, 1].map((channel) => ({ row: 0, column: 0, channel }));
  const slopes = await numbers(
    reconstruct(opened, batch, { field: FIELD, layer: LAYER, shape, cells }),
  );
  assert.equal(slopes.length, 2 * 2 * 2 * 3);
  image.dispose();
  assert.equal(opened.tensors(), before);
});

Deno.test("a map is scaled to 1, and one of nothing stays nothing", () => {
  const map = scaled(Float32Array.of(0, 2, 4));
  assert.deepEqual([...map], [0, 0.5, 1]);
  assert.deepEqual([...scaled(Float32Array.of(0, 0))], [0, 0]);
});

Deno.test("Grad-CAM and reconstructions go through a body out of a layers model", async () => {
  const { files } = await save(branched(9));
  const stage = leat.layersModel("mobile/model.json", {
    cut: "join",
    random: true,
    hidden: [],
  });
  using opened = await looking(stage, { size: 9, files });
  const before = opened.tensors();
  const image = noise(opened, 2, 9);
  const batch = { [FIELD]: image };
  const shape = shapeOf(opened, image, "join");
  assert.deepEqual(shape, [5, 5, 4]);
  const task = { layer: "join", shape, columns: [0, 1] };
  const map = await numbers(gradCam(opened, batch, task));
  assert.equal(map.length, 2 * 25);
  assert.ok(map.every((value) => value >= 0 && Number.isFinite(value)));
  assert.ok(map.some((value) => value > 0));
  const cells = [0, 1].map((channel) => ({ row: 2, column: 2, channel }));
  const slopes = await numbers(
    reconstruct(opened, batch, { field: FIELD, layer: "join", shape, cells }),
  );
  assert.equal(slopes.length, 2 * 9 * 9 * 3);
  assert.ok(slopes.some((value) => value !== 0));
  image.dispose();
  assert.equal(opened.tensors(), before);
});
