import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import type { Backend } from "../../../src/engine/kernels/program.ts";
import {
  type GroupShader,
  runGroups,
} from "../../../src/engine/kernels/run_groups.ts";

/** Each invocation writes what its neighbour brought: its group's number and its own. */
const NEIGHBOURS: GroupShader = {
  key: "test neighbours",
  inputs: [],
  uniforms: [],
  workgroup: 4,
  memory: { brought: 4 },
  main: () => `
    brought[local] = vec4(f32(group), f32(local), 0, 0);
    workgroupBarrier();
    result[group * 4 + local] = brought[(local + 1) % 4];`,
};

// The last is more than WebGPU lays in a line: tfjs lays them in a square.
for (const groups of [1, 3, 70_000]) {
  Deno.test(`runGroups() runs ${groups} groups of invocations that share memory`, async () => {
    const device = await openDevice();
    const { tf } = device;
    // What tfjs knows as its backend is the one that device/ made.
    const backend = tf.backend() as unknown as Backend;
    const made = tf.engine().makeTensorFromTensorInfo(
      runGroups(backend, NEIGHBOURS, {
        inputs: [],
        shape: [groups, 4, 4],
        uniforms: [],
        groups,
      }),
    );
    const numbers = await made.data();
    await device.settle();
    made.dispose();
    device.close();
    for (let at = 0; at < groups * 4; at++) {
      const [group, local] = [Math.floor(at / 4), at % 4];
      assert.equal(numbers[at * 4], group);
      assert.equal(numbers[at * 4 + 1], (local + 1) % 4);
    }
  });
}
