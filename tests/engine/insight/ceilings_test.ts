import assert from "node:assert/strict";
import * as layers from "@tensorflow/tfjs-layers";
import * as leat from "leat";
import { save } from "../../stages/architecture/layers_models.ts";
import { aboveCeilings } from "../../../src/engine/insight/ceilings.ts";
import {
  gradientOf,
  reconstruct,
} from "../../../src/engine/insight/reconstruct.ts";
import { tappedAt } from "../../../src/engine/insight/tapped.ts";
import type { Tensor } from "../../../src/flow/stage/tensors.ts";
import { BACKENDS, looking, narrow, noise } from "./_looking.ts";

const FIELD = "pixels";
const SIZE = 6;

/** Both ways in which a layers model may have a ReLU6. */
const RECTIFIERS = {
  activation: () =>
    layers.layers.activation({ name: "held", activation: "relu6" }),
  reLU: () => layers.layers.reLU({ name: "held", maxValue: 6 }),
} as const;

/** A convolution, and a ReLU6 after it. */
function heldModel(rectifier: keyof typeof RECTIFIERS) {
  return layers.sequential({
    layers: [
      layers.layers.conv2d({
        name: "stem",
        inputShape: [SIZE, SIZE, 3],
        filters: 4,
        kernelSize: 3,
        padding: "same",
      }),
      RECTIFIERS[rectifier](),
      layers.layers.flatten({ name: "flat" }),
    ],
  });
}

Deno.test("what a ceiling holds down is told as it came, and nothing else changes", async () => {
  using opened = await looking(narrow, { size: 12 });
  const { tf } = opened;
  const before = opened.tensors();
  const told = tf.tidy(() => {
    const x = tf.tensor1d([-1, 2, 7, 9]);
    return aboveCeilings(tf, (above) =>
      [
        () => tf.relu6(x),
        () => tf.clipByValue(x, 0, 6),
        () => tf.minimum(6, tf.relu(x)),
        () => tf.minimum(tf.relu(x), 6),
        // No ceiling: one number for all is none of these.
        () => tf.minimum(x, tf.tensor1d([1, 1, 8, 8])),
        () => tf.relu(x),
      ].map((run) => {
        const made = run();
        return [[...made.dataSync()], [...above(made).dataSync()]];
      }));
  });
  assert.deepEqual(told, [
    ...Array(4).fill([[0, 2, 6, 6], [0, 2, 7, 9]]),
    [[-1, 1, 7, 8], [-1, 1, 7, 8]],
    [[0, 2, 7, 9], [0, 2, 7, 9]],
  ]);
  assert.equal(opened.tensors(), before);
  const own = tf.engine().runKernel;
  assert.throws(() =>
    aboveCeilings(tf, () => {
      throw new RangeError("it failed");
    }), RangeError);
  assert.equal(tf.engine().runKernel, own);
});

for (const backend of BACKENDS) {
  for (const rectifier of ["activation", "reLU"] as const) {
    Deno.test(`a value at the ceiling of a ReLU6 (${rectifier}) has a reconstruction, on ${backend}`, async () => {
      const { files } = await save(heldModel(rectifier));
      const stage = leat.layersModel("mobile/model.json", {
        cut: "held",
        random: true,
        hidden: [],
      });
      using opened = await looking(stage, { size: SIZE, files, backend });
      const { tf, network } = opened;
      const before = opened.tensors();
      const image = tf.tidy(() => tf.mul(noise(opened, 1, SIZE), 100));
      const batch = { [FIELD]: image };
      const read = async (tensor: Tensor) => {
        const values = [...await tensor.data()];
        tensor.dispose();
        return values;
      };
      const seen: Tensor[] = [];
      tf.tidy(() =>
        aboveCeilings(tf, (above) => {
          const forward = tappedAt(opened, "held", (made) => {
            for (const each of [made, above(made)]) {
              seen.push(tf.keep(tf.clone(each)));
            }
            return made;
          });
          network.forward(forward, batch);
        })
      );
      const [held = [], above = []] = await Promise.all(seen.map(read));
      const most = above.indexOf(Math.max(...above));
      assert.equal(held[most], 6);
      assert.ok(above[most]! > 7, `${above[most]} is not held down`);
      const task = {
        field: FIELD,
        layer: "held",
        shape: [SIZE, SIZE, 4],
        cells: [{
          row: Math.floor(most / 4 / SIZE),
          column: Math.floor(most / 4) % SIZE,
          channel: most % 4,
        }],
      };
      const plain = await read(gradientOf(opened, batch, task));
      assert.ok(plain.every((value) => value === 0), "it has no own slope");
      const guided = await read(reconstruct(opened, batch, task));
      // A window of 3 x 3 pixels, or what of it lies within the image.
      const count = guided.filter((value) => value !== 0).length;
      assert.ok(count >= 12 && count <= 27, `${count} numbers count`);
      image.dispose();
      assert.equal(opened.tensors(), before);
    });
  }
}
