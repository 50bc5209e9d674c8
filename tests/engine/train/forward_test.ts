import assert from "node:assert/strict";
import { stream } from "../../../src/base/random/stream.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  answeringForward,
  trainingForward,
} from "../../../src/engine/train/forward.ts";
import { Variables } from "../../../src/engine/train/variables.ts";

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`trainingForward() drops by seed, name and step, as Random draws it, on ${backend}`, async () => {
    const device = await openDevice({ backend });
    const { tf } = device;
    const before = device.memory().tensors;
    const variables = new Variables(tf, [], new Map());
    for (const step of [0, 1, 2000]) {
      const forward = trainingForward(tf, variables, { seed: 42, step });
      const mask = forward.dropoutMask("head.3", [3, 5], 0.25);
      const random = stream(42, "dropout", "head.3", step);
      assert.deepEqual(
        [...await mask.data()],
        Array.from({ length: 15 }, () => random.float() < 0.25 ? 0 : 1),
      );
      assert.deepEqual(mask.shape, [3, 5]);
      mask.dispose();
    }
    assert.equal(device.memory().tensors, before);
    device.close();
  });
}

Deno.test("answeringForward() drops nothing, and updates nothing", async () => {
  const device = await openDevice({ backend: "cpu" });
  const { tf } = device;
  const forward = answeringForward(tf, new Variables(tf, [], new Map()));
  const mask = forward.dropoutMask("head.3", [2, 2], 0.5);
  assert.deepEqual([...await mask.data()], [1, 1, 1, 1]);
  const share = { keep: 0.9, take: 0.1 };
  assert.throws(() => forward.update("bn1.running_mean", mask, share), {
    name: "TypeError",
    message: 'Cannot update "bn1.running_mean" outside of training',
  });
  mask.dispose();
  device.close();
});
