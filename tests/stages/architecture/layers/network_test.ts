import assert from "node:assert/strict";
import { resnet } from "../../../../src/stages/architecture/resnet.ts";
import { dropout } from "../../../../src/stages/architecture/layers/activation.ts";
import type { Layer } from "../../../../src/stages/architecture/layers/layer.ts";
import { linear } from "../../../../src/stages/architecture/layers/linear.ts";
import { networkOf } from "../../../../src/stages/architecture/layers/network.ts";
import { sequential } from "../../../../src/stages/architecture/layers/sequential.ts";
import { build, drawn, images, passOver, tf } from "../_networks.ts";

/** Layers of given groups, one after the other. */
function stacked(...layers: readonly (readonly [group: number, Layer])[]) {
  return networkOf(
    "x",
    layers.map(([group, layer], at) =>
      layer({ name: `${at}`, group, input: [2] })
    ),
  );
}

const plain = linear({ units: 2 });

Deno.test("a residual network is cut after the pooling of its head, or between its stages", async () => {
  const network = await build(
    resnet({ channels: [2, 4], blocks: [1, 1], hidden: 4 }),
    images(16),
  );
  const head = network.cut?.(2);
  // Pooled twice, by maximum and by mean.
  assert.deepEqual(head?.shape, [8]);
  assert.deepEqual(
    head?.variables.map(({ name }) => name),
    network.variables.filter(({ group }) => group < 2).map(({ name }) => name),
  );
  const late = network.cut?.(1);
  assert.deepEqual(late?.shape, [8, 8, 2]);
  assert.ok(late?.variables.every(({ group }) => group === 0));
  assert.equal(network.cut?.(0), undefined);
});

Deno.test("a network cut in two gives what it gives whole", async () => {
  const network = await build(
    resnet({ channels: [2, 4], blocks: [1, 1], hidden: 4 }),
    images(16),
  );
  const pass = passOver(network.variables);
  const shape = [3, 16, 16, 3];
  const pixels = tf.tensor(drawn("pixels", shape), shape);
  const whole = tf.tidy(() => network.forward(pass.forward, { pixels }));
  for (const group of [1, 2]) {
    const cut = network.cut?.(group);
    assert.ok(cut);
    const features = tf.tidy(() => cut.before(pass.forward, { pixels }));
    assert.deepEqual(features.shape, [3, ...cut.shape]);
    const outputs = tf.tidy(() => cut.after(pass.forward, features));
    assert.deepEqual(outputs.dataSync(), whole.dataSync());
    tf.dispose([features, outputs]);
  }
  tf.dispose([pixels, whole]);
  pass.dispose();
});

Deno.test("a network is cut before what draws", () => {
  const within = sequential([["a", plain], ["b", dropout(0.5)]]);
  const cut = stacked([0, within], [1, plain]).cut?.(1);
  assert.deepEqual(cut?.variables.map(({ name }) => name), ["0.a.weight"]);
});

Deno.test("a network is not cut where groups do not follow each other, or nothing is before", () => {
  assert.equal(stacked([1, plain], [0, plain]).cut?.(1), undefined);
  assert.equal(stacked([0, plain], [1, plain], [0, plain]).cut?.(1), undefined);
  assert.equal(stacked([0, dropout(0.5)], [1, plain]).cut?.(1), undefined);
  assert.equal(stacked([1, plain]).cut?.(1), undefined);
  assert.equal(stacked([0, plain]).cut?.(1), undefined);
});
