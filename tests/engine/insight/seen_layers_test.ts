import assert from "node:assert/strict";
import * as leat from "leat";
import { gradientOf } from "../../../src/engine/insight/reconstruct.ts";
import { seenBy } from "../../../src/engine/insight/reach.ts";
import { seenLayers } from "../../../src/engine/insight/seen_layers.ts";
import { branched, save } from "../../stages/architecture/layers_models.ts";
import { looking, narrow, noise, type Opened } from "./_looking.ts";

const FIELD = "pixels";

/** The rows and columns of an image between which a gradient is not zero. */
function support(gradient: Float32Array, size: number) {
  const rows = new Set<number>();
  const columns = new Set<number>();
  gradient.forEach((value, at) => {
    if (value === 0) return;
    rows.add(Math.floor(at / (size * 3)));
    columns.add(Math.floor(at / 3) % size);
  });
  const extent = (all: Set<number>) => ({
    start: Math.min(...all),
    size: Math.max(...all) - Math.min(...all) + 1,
  });
  return { rows: extent(rows), columns: extent(columns) };
}

/** All values of every variable are positive: nothing is rectified away. */
function makePositive({ tf, variables }: Opened): void {
  for (const variable of variables.all.values()) {
    tf.tidy(() => variable.assign(tf.add(tf.abs(variable), 0.01)));
  }
}

/** Fails unless each layer sees the very pixels that move it, at every edge. */
async function assertReaches(
  opened: Opened,
  size: number,
  smooth: (name: string) => boolean = () => true,
): Promise<void> {
  makePositive(opened);
  const before = opened.tensors();
  const image = noise(opened, 1, size);
  const batch = { [FIELD]: image };
  const layers = seenLayers(opened, batch, FIELD);
  assert.ok(layers.length > 0);
  for (const { name, shape, reach } of layers) {
    if (!smooth(name)) continue;
    const [height, width] = shape;
    const middle = [height >> 1, width >> 1] as const;
    for (const [row, column] of [[0, 0], [height - 1, width - 1], middle]) {
      // Around the shortcut without parameters, the outer ones are zero.
      const channel = shape[2] >> 1;
      const cells = [{ row: row!, column: column!, channel }];
      const task = { field: FIELD, layer: name, shape, cells };
      const gradient = gradientOf(opened, batch, task);
      const moved = support(
        Float32Array.from(await gradient.data()),
        size,
      );
      gradient.dispose();
      const about = `${name} [${row}, ${column}]`;
      assert.deepEqual(moved.rows, seenBy(reach[0], row!, size), about);
      assert.deepEqual(moved.columns, seenBy(reach[1], column!, size), about);
    }
  }
  image.dispose();
  assert.equal(opened.tensors(), before);
}

Deno.test("each layer of a residual network sees the pixels that move it", async () => {
  using opened = await looking(narrow, { size: 24 });
  await assertReaches(opened, 24);
});

Deno.test("so do those of a network whose shortcuts have no parameters", async () => {
  const network = leat.cifarResnet({ depth: 20, hidden: [] });
  using opened = await looking(network, { size: 16 });
  // 20 layers on the processor: some of them stand for all.
  await assertReaches(
    opened,
    16,
    (name) => /^(conv1|layer2\.0|layer2\.0\.downsample)$/.test(name),
  );
});

Deno.test("so do those of a layers model, depthwise and on an odd side", async () => {
  const { files } = await save(branched(9));
  const stage = leat.layersModel("mobile/model.json", {
    cut: "join",
    random: true,
    hidden: [],
  });
  using opened = await looking(stage, { size: 9, files });
  const image = noise(opened, 1, 9);
  const names = seenLayers(opened, { [FIELD]: image }, FIELD)
    .map(({ name }) => name);
  image.dispose();
  assert.deepEqual(names, ["stem", "deep", "deep_bn", "deep_relu", "join"]);
  // One that lets nothing above 6 through has a slope of zero there.
  await assertReaches(opened, 9, (name) => !/relu|join/.test(name));
});

Deno.test("the stem of ResNet-18 sees what the paper says, and its last block all", async () => {
  const stage = leat.resnet18({ hidden: [] });
  using opened = await looking(stage, { size: 32 });
  const image = noise(opened, 1, 32);
  const layers = new Map(
    seenLayers(opened, { [FIELD]: image }, FIELD)
      .map((each) => [each.name, each]),
  );
  image.dispose();
  const reach = (name: string) => layers.get(name)?.reach[0];
  assert.deepEqual(reach("conv1"), { stride: 2, from: -3, to: 3 });
  assert.deepEqual(reach("maxpool"), { stride: 4, from: -5, to: 5 });
  // 1 + 4 · 2 · 4 more a block: 43 pixels after layer1, 435 after layer4.
  assert.deepEqual(reach("layer1.1"), { stride: 4, from: -21, to: 21 });
  assert.deepEqual(reach("layer4.1"), { stride: 32, from: -217, to: 217 });
  assert.deepEqual(layers.get("layer4.1")?.shape, [1, 1, 512]);
  assert.ok(!layers.has("head.0"));
});

Deno.test("a network on rows has no layer that makes images", async () => {
  const { tf } = await looking(narrow, { size: 8 });
  const network = await leat.mlp({ hidden: [4] }).behaviour.build({
    fields: [{ name: "numbers", dtype: "float32", shape: [2] }],
    outputs: 2,
    tf,
    read: () => Promise.reject(new Error("nothing to read")),
  });
  const looked = {
    tf,
    network,
    variables: { get: () => tf.zeros([1]) } as never,
  };
  assert.deepEqual(seenLayers(looked, {}, FIELD), []);
});
