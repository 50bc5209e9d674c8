import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { resnet } from "../../../mod.ts";
import {
  assertComputes,
  build,
  drawn,
  groupsOf,
  images,
  passOver,
  shapesOf,
  tf,
} from "./_networks.ts";

Deno.test("resnet() has the expected defaults", () => {
  assert.deepEqual(resnet().params, {
    channels: [16, 32, 64, 128],
    blocks: [1, 1, 1, 1],
    hidden: 128,
  });
});

Deno.test("resnet() is narrow, with a small stem and its groups in thirds", async () => {
  const network = await build(
    resnet({ channels: [4, 6], blocks: [2, 1], hidden: 5 }),
    images(32),
    3,
  );
  const shapes = shapesOf(network);
  assert.deepEqual(shapes.get("conv1"), [16, 16, 4]);
  assert.equal(shapes.has("maxpool"), false);
  assert.deepEqual(shapes.get("layer1.1"), [16, 16, 4]);
  assert.deepEqual(shapes.get("layer2.0"), [8, 8, 6]);
  assert.deepEqual(shapes.get("head.4"), [5]);
  assert.deepEqual(shapes.get("head.8"), [3]);
  assert.deepEqual(groupsOf(network), {
    conv1: 0,
    bn1: 0,
    layer1: 0,
    layer2: 1,
    head: 2,
  });
  // The first stage keeps its channels, so that its first block needs no other way around.
  const around = network.variables.filter(({ name }) =>
    /downsample\.0/.test(name)
  );
  assert.deepEqual(around.map(({ name }) => name), [
    "layer2.0.downsample.0.weight",
  ]);
});

Deno.test("resnet() needs as many numbers of blocks as of channels", () => {
  assert.throws(() => resnet({ channels: [4, 8], blocks: [1] }), {
    name: "PipelineError",
    message: /channels and blocks must have the same length/,
  });
});

Deno.test("resnet() makes what it announces of images of any size, down to one pixel", async () => {
  for (const [height, width] of [[16, 16], [7, 12], [1, 1]] as const) {
    const network = await build(
      resnet({ channels: [2, 3], blocks: [1, 1], hidden: 4 }),
      images(width, height),
      2,
    );
    for (const training of [false, true]) {
      assertComputes(network, [height, width], training);
    }
  }
});

Deno.test("resnet() computes alike on the cpu and on WebGPU", async () => {
  const network = await build(
    resnet({ channels: [2, 3], blocks: [1, 1], hidden: 4 }),
    images(15),
  );
  const outputs: Float32Array[] = [];
  for (const backend of ["cpu", "webgpu"] as const) {
    const device = await openDevice({ backend });
    const pass = passOver(network.variables);
    const pixels = tf.tensor(drawn("pixels", [2, 15, 15, 3]), [2, 15, 15, 3]);
    const output = tf.tidy(() => network.forward(pass.forward, { pixels }));
    outputs.push(Float32Array.from(await output.data()));
    await device.settle();
    tf.dispose([output, pixels]);
    pass.dispose();
    device.close();
  }
  await openDevice({ backend: "cpu" });
  outputs[0]?.forEach((each, at) =>
    assert.ok(Math.abs(each - (outputs[1]?.[at] ?? NaN)) < 1e-5)
  );
});
