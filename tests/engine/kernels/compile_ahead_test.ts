import assert from "node:assert/strict";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { compileWinograd } from "../../../src/engine/kernels/convolution/winograd/winograd.ts";
import {
  compileAheadOn,
  compileBeside,
  type Compiler,
  compilesAhead,
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

/** Writes down what it is asked, and does it on the device that is open. */
function watched(backend: Backend) {
  const asked: string[] = [];
  const given: (readonly string[])[] = [];
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
    compile: (codes) => given.push(codes),
  };
  return { compiler, asked, given, submitted: () => submitted };
}

/** What is compiled before there is anything to convolve. */
async function askedWith(
  tuning: Tuning,
  ...shapes: readonly (readonly number[])[]
) {
  const device = await openDevice();
  const before = device.memory().tensors;
  // What tfjs knows as its backend is the one that device/ made.
  const watch = watched(device.tf.backend() as unknown as Backend);
  try {
    tuneKernels(tuning);
    compileAheadOn(watch.compiler);
    compileWinograd(shapes);
    await device.settle();
    assert.equal(device.memory().tensors, before);
  } finally {
    compileAheadOn(undefined);
    tuneKernels(device.adapter.tuning);
    device.close();
  }
  return watch;
}

Deno.test("what takes longest of Winograd is compiled before there is a batch, once", async () => {
  const many = [[3, 3, 32, 64], [3, 3, 64, 64]];
  const { asked, submitted } = await askedWith(
    WINOGRAD,
    [7, 7, 3, 32],
    ...many,
  );
  assert.deepEqual(asked, ["winogradPixels", "product"]);
  assert.equal(submitted(), 1);
});

Deno.test("nothing is compiled for filters that Winograd is not for", async () => {
  const shapes = [[7, 7, 64, 64], [3, 3, 3, 64], [1, 1, 64, 64], [64, 64], [
    64,
  ]];
  assert.deepEqual((await askedWith(WINOGRAD, ...shapes)).asked, []);
});

for (
  const [form, tuning] of [
    ["loops", COMPACT],
    ["groups", SHARED],
    ["what is written out", UNROLLED],
  ] as const
) {
  Deno.test(`nothing is compiled ahead of ${form}`, async () => {
    assert.deepEqual((await askedWith(tuning, [3, 3, 64, 64])).asked, []);
  });
}

Deno.test("a step is compiled from its end, and nobody is asked for nothing", async () => {
  const device = await openDevice();
  const watch = watched(device.tf.backend() as unknown as Backend);
  assert.equal(compilesAhead(), false);
  compileBeside(["asked of nobody"]);
  compileAheadOn(watch.compiler);
  assert.equal(compilesAhead(), true);
  compileBeside([]);
  compileBeside(["a", "b", "c"]);
  compileAheadOn(undefined);
  device.close();
  assert.deepEqual(watch.given, [["c", "b", "a"]]);
});
