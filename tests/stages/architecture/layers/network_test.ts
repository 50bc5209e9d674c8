import assert from "node:assert/strict";
import type { Forward } from "../../../../src/flow/stage/architecture.ts";
import type {
  EngineOperations,
  Tensor,
} from "../../../../src/flow/stage/tensors.ts";
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

/** A pass with an engine that does norms, sums and ReLUs in one, if it `does`. */
function offering(forward: Forward, asked: boolean[], does = true): Forward {
  const batchNormRelu: EngineOperations["batchNormRelu"] = (
    x,
    { mean, variance, offset, scale, epsilon },
    added,
  ) => {
    asked.push(added !== undefined);
    if (!does) return undefined;
    const normal = tf.add(
      tf.mul(
        tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon))),
        scale,
      ),
      offset,
    );
    return tf.relu(added ? tf.add(normal, added) : normal);
  };
  return { ...forward, tf: { ...tf, batchNormRelu } };
}

Deno.test("a residual network, cut or not, leaves each norm with what follows it to an engine that can", async () => {
  const network = await build(
    resnet({ channels: [2, 4], blocks: [1, 2], hidden: 4 }),
    images(16),
  );
  const pass = passOver(network.variables);
  const shape = [3, 16, 16, 3];
  const pixels = tf.tensor(drawn("pixels", shape), shape);
  const cut = network.cut?.(2);
  const ways: readonly ((forward: Forward) => Tensor | undefined)[] = [
    (forward) => network.forward(forward, { pixels }),
    (forward) => cut?.after(forward, cut.before(forward, { pixels })),
  ];
  const expected = tf.tidy(() => network.forward(pass.forward, { pixels }));
  for (const way of ways) {
    for (const does of [true, false]) {
      const asked: boolean[] = [];
      const made = tf.tidy(() => way(offering(pass.forward, asked, does)));
      // The stem, and of each block the first norm alone and the second one with
      // what goes around; none of a shortcut or of the head.
      assert.deepEqual(
        asked,
        [false, false, true, false, true, false, true],
      );
      const numbers = made?.dataSync() ?? [];
      assert.equal(numbers.length, 6);
      expected.dataSync().forEach((each, at) =>
        assert.ok(Math.abs(each - (numbers[at] ?? NaN)) < 1e-5)
      );
      made?.dispose();
    }
  }
  tf.dispose([expected, pixels]);
  pass.dispose();
});
