import assert from "node:assert/strict";
import type { Form } from "../../../src/engine/kernels/tuning.ts";
import {
  contest,
  fastest,
  type FormTime,
} from "../../../src/engine/tune/contest.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { tuneKernels } from "../../../src/engine/kernels/tuning.ts";

function time(form: Form, each: number, right = true): FormTime {
  return { kernel: "convolution", form, first: 100, each, right };
}

Deno.test("fastest() is the form that takes least", () => {
  const times = [time("compact", 9), time("shared", 5), time("unrolled", 3)];
  assert.equal(fastest(times), "unrolled");
  assert.equal(fastest(times.slice(0, 2)), "shared");
  assert.equal(fastest([time("compact", 9), time("shared", 10)]), "compact");
});

Deno.test("fastest() takes what compiles quicker where forms are about as fast", () => {
  assert.equal(fastest([time("compact", 10), time("shared", 9.8)]), "compact");
});

Deno.test("fastest() never takes a form that computes something else", () => {
  assert.equal(
    fastest([time("compact", 9), time("shared", 1, false)]),
    "compact",
  );
  assert.equal(fastest([time("shared", 1, false)]), "compact");
});

Deno.test("contest() measures forms of a kernel that compute the same, and leaves nothing", async () => {
  const device = await openDevice();
  const before = device.memory().tensors;
  try {
    for (
      const kernel of ["small convolution", "other filter gradient"] as const
    ) {
      const forms = ["compact", "shared"] as const;
      const times = await contest(device, kernel, forms, "small") ?? [];
      assert.deepEqual(times.map(({ form }) => form), forms);
      for (const each of times) {
        assert.equal(each.kernel, kernel);
        assert.ok(each.right);
        assert.ok(each.first > 0 && each.each > 0);
      }
    }
    assert.equal(device.memory().tensors, before);
  } finally {
    tuneKernels(device.adapter.tuning);
    device.close();
  }
});

Deno.test("contest() gives up where a form leaves no time for the next, and leaves nothing", async () => {
  const device = await openDevice();
  const { tensors } = device.memory();
  try {
    const forms = ["compact", "shared"] as const;
    const bench = { ...device, over: () => true };
    const times = await contest(bench, "small convolution", forms, "small");
    assert.equal(times, undefined);
    assert.equal(device.memory().tensors, tensors);
  } finally {
    tuneKernels(device.adapter.tuning);
    device.close();
  }
});

Deno.test("contest() sees a form that computes something else", async () => {
  const device = await openDevice();
  const { tf } = device;
  // From the fourth on, results are twice what they should be: after those that
  // the first form is judged by.
  const engine = tf.engine();
  const { runKernel } = engine;
  let calls = 0;
  engine.runKernel = new Proxy(runKernel, {
    apply: (target, self, given) => {
      const made = Reflect.apply(target, self, given);
      if (given[0] !== "Conv2D" || ++calls < 4) return made;
      return tf.mul(made, 2);
    },
  });
  try {
    const forms = ["compact", "shared"] as const;
    const times = await contest(device, "other convolution", forms, "small") ??
      [];
    assert.deepEqual(times.map(({ right }) => right), [true, false]);
  } finally {
    engine.runKernel = runKernel;
    tuneKernels(device.adapter.tuning);
    device.close();
  }
});
