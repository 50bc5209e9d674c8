import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { mostAtATime, readBack } from "../../../src/engine/train/read_back.ts";

const MEBIBYTE = 2 ** 20;

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`readBack() gives the numbers of tensors, which are the caller's, on ${backend}`, async () => {
    const device = await openDevice({ backend });
    const { tf } = device;
    const made = tf.tidy(() => [1, 2, 3].map((each) => tf.fill([4], each)));
    const moved = made.map((each) => tf.add(each, 0.5));
    try {
      const read = await readBack(tf, moved);
      assert.deepEqual(read.map((each) => [...each]), [
        [1.5, 1.5, 1.5, 1.5],
        [2.5, 2.5, 2.5, 2.5],
        [3.5, 3.5, 3.5, 3.5],
      ]);
      read[0]?.fill(9);
      const [again] = await readBack(tf, moved);
      assert.deepEqual([...again ?? []], [1.5, 1.5, 1.5, 1.5]);
      assert.deepEqual(await readBack(tf, []), []);
    } finally {
      tf.dispose([...made, ...moved]);
      device.close();
    }
  });
}

Deno.test("mostAtATime() is 16 MiB, or a larger tensor alone", async () => {
  const device = await openDevice({ backend: "cpu" });
  const { tf } = device;
  const small = tf.zeros([MEBIBYTE]); // 4 MiB
  const large = tf.zeros([5 * MEBIBYTE]);
  try {
    assert.equal(mostAtATime([]), 0);
    assert.equal(mostAtATime([small, small]), 8 * MEBIBYTE);
    assert.equal(mostAtATime(Array(9).fill(small)), 16 * MEBIBYTE);
    assert.equal(mostAtATime([small, large, small]), 20 * MEBIBYTE);
  } finally {
    tf.dispose([small, large]);
    device.close();
  }
});
