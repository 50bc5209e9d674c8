import assert from "node:assert/strict";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import { sampleOnCpu } from "../../../../src/engine/kernels/images/_sample_on_cpu.ts";
import { sampleMatrices } from "../../../../src/engine/kernels/images/sample_matrices.ts";

const [height, width] = [9, 12];

function settings(average: boolean) {
  return {
    toHeight: 5,
    toWidth: 4,
    smallHeight: 6,
    smallWidth: 7,
    averages: average,
  };
}

/** Moved, scaled and reflected at edges; averaged down first, or not. */
function mapsOf(average: boolean, slant = 0): readonly number[] {
  return [2.1, slant, -1.5, 0, 1.3, 0.4, 0, 0, 1, Number(average)];
}

Deno.test("sampleMatrices() gives what times an image is the sampled image", async () => {
  const { tf, close } = await openDevice({ backend: "cpu" });
  const image = Float32Array.from(
    { length: height * width },
    (_, at) => Math.sin(at ** 1.1),
  );
  for (const average of [false, true]) {
    const maps = mapsOf(average);
    const sampled = sampleOnCpu(
      image,
      [1, height, width, 1],
      Float32Array.from(maps),
      settings(average),
    );
    const matrices = sampleMatrices(
      [...maps, ...maps],
      { height, width },
      settings(average),
    );
    assert.ok(matrices);
    const product = tf.tidy(() => {
      const rows = tf.tensor2d(matrices.rows, [5, height]);
      const columns = tf.tensor2d(matrices.columns, [4, width]);
      const pixels = tf.tensor2d(image, [height, width]);
      const down = tf.matMul(rows, pixels);
      return tf.matMul(down, columns, false, true).dataSync();
    });
    for (const [at, value] of sampled.entries()) {
      assert.ok(Math.abs(value - product[at]!) < 1e-5, `${average}, ${at}`);
    }
  }
  close();
});

Deno.test("sampleMatrices() has none for images that are turned, or each in its own way", () => {
  const size = { height, width };
  const turned = mapsOf(false, 0.5);
  assert.equal(sampleMatrices(turned, size, settings(false)), undefined);
  const different = [...mapsOf(false), ...mapsOf(true)];
  assert.equal(sampleMatrices(different, size, settings(true)), undefined);
});
