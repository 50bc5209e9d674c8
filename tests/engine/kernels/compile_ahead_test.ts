import assert from "node:assert/strict";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  compileAheadOn,
  type Compiler,
} from "../../../src/engine/kernels/compile_ahead.ts";
import type { Backend } from "../../../src/engine/kernels/program.ts";
import {
  COMPACT,
  SHARED,
  tuneKernels,
  type Tuning,
  UNROLLED,
  WINOGRAD,
} from "../../../src/engine/kernels/tuning.ts";
import { tensorOf } from "./_reference.ts";

/** Writes down what it is asked, and does it on the device that is open. */
function watched(backend: Backend) {
  const asked: string[] = [];
  let submitted = 0;
  const compiler: Compiler = {
    backend: Object.assign(Object.create(backend) as Backend, {
      runWebGPUProgram: (
        ...call: Parameters<Backend["runWebGPUProgram"]>
      ) => {
        const [program] = call;
        asked.push(program.shaderKey.replace(/ .*/, ""));
        return backend.runWebGPUProgram(...call);
      },
    }),
    submit: () => {
      submitted++;
    },
  };
  return { compiler, asked, submitted: () => submitted };
}

/** What is compiled ahead of two convolutions, one moving by more than one. */
async function askedWith(tuning: Tuning, channels = 8) {
  const device = await openDevice();
  const { tf } = device;
  const before = device.memory().tensors;
  // What tfjs knows as its backend is the one that device/ made.
  const watch = watched(tf.backend() as unknown as Backend);
  try {
    tuneKernels(tuning);
    compileAheadOn(watch.compiler);
    tf.tidy(() => {
      const x = tensorOf(tf, [2, 8, 8, channels]) as Tensor4D;
      const w = tensorOf(tf, [3, 3, channels, channels]) as Tensor4D;
      for (const strides of [1, 2, 1]) tf.conv2d(x, w, strides, "same");
    });
    await device.settle();
    assert.equal(device.memory().tensors, before);
  } finally {
    compileAheadOn(undefined);
    tuneKernels(device.adapter.tuning);
    device.close();
  }
  return watch;
}

Deno.test("the gradient of a filter that is written out is compiled ahead, once", async () => {
  const { asked, submitted } = await askedWith(UNROLLED);
  assert.deepEqual(asked, ["unrolledFilterGradient"]);
  assert.equal(submitted(), 1);
});

Deno.test("so is what transforms for one, once", async () => {
  const { asked, submitted } = await askedWith(WINOGRAD, 32);
  assert.deepEqual(asked, [
    "winogradPixelChannels",
    "winogradGradientChannels",
    "winogradFilterResult",
  ]);
  assert.equal(submitted(), 3);
});

for (
  const [form, tuning] of [["loops", COMPACT], ["groups", SHARED]] as const
) {
  Deno.test(`nothing is compiled ahead of ${form}`, async () => {
    assert.deepEqual((await askedWith(tuning)).asked, []);
  });
}
