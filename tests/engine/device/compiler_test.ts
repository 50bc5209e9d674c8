import assert from "node:assert/strict";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import {
  isWorthCompiler,
  openCompiler,
} from "../../../src/engine/device/compiler.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import { runOnZeros } from "../../../src/engine/device/run_on_zeros.ts";
import {
  compileAhead,
  compileAheadOn,
} from "../../../src/engine/kernels/compile_ahead.ts";
import {
  COMPACT,
  SHARED,
  UNROLLED,
  WINOGRAD,
} from "../../../src/engine/kernels/tuning.ts";

const SHADER = {
  key: "compiler test",
  inputs: ["x"],
  uniforms: ["size"],
  main: () => "result[index] = x[index] + f32(uniforms.size);",
};

Deno.test("other devices are worth opening where what takes long to compile is kept", () => {
  assert.equal(isWorthCompiler({ driver: "vulkan" }, UNROLLED), true);
  assert.equal(isWorthCompiler({ driver: "vulkan" }, WINOGRAD), true);
  assert.equal(isWorthCompiler({ driver: "vulkan" }, COMPACT), false);
  assert.equal(isWorthCompiler({ driver: "vulkan" }, SHARED), false);
  assert.equal(isWorthCompiler({ driver: "swiftshader" }, UNROLLED), false);
});

Deno.test("other devices compile, and the first one neither sees nor misses it", async () => {
  const device = await openDevice({ trains: true });
  const { tensors, bytes } = device.memory();
  const compiler = await openCompiler();
  assert.ok(compiler);
  compileAheadOn(compiler);
  compileAhead([SHADER]);
  compiler.compile(["this is not WGSL"]);
  compileAheadOn(undefined);
  compiler.close();
  compileAhead([{ ...SHADER, main: () => "asked of nobody" }]);
  await device.settle();
  assert.deepEqual(device.memory(), { tensors, bytes });
  device.close();
});

Deno.test("what another device cannot compile is no fault of the first", async () => {
  const device = await openDevice();
  const compiler = await openCompiler();
  compileAheadOn(compiler);
  compileAhead([{ ...SHADER, main: () => "this is not WGSL;" }]);
  compileAheadOn(undefined);
  compiler?.close();
  await device.settle();
  device.close();
});

Deno.test("shaders of tfjs and ours run on zeros without a fault", async () => {
  const device = await openDevice();
  const { tf } = device;
  // The backend that device/ made has one.
  const { device: gpu } = tf.backend() as unknown as { device: GPUDevice };
  const codes: string[] = [];
  const { createShaderModule } = gpu;
  gpu.createShaderModule = (descriptor) => {
    codes.push(descriptor.code);
    return createShaderModule.call(gpu, descriptor);
  };
  tf.tidy(() => {
    const x = tf.ones([1, 6, 6, 4]) as Tensor4D;
    const w = tf.ones([3, 3, 4, 8]) as Tensor4D;
    const y = tf.conv2d(x, w, 2, "same");
    tf.sum(tf.maxPool(y, 2, 1, "same"));
    tf.exp(tf.matMul(tf.ones([3, 5]), tf.ones([5, 2])));
  });
  await device.settle();
  const adapter = await navigator.gpu.requestAdapter();
  const other = await adapter?.requestDevice();
  assert.ok(other);
  const faults: string[] = [];
  other.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    faults.push(String(event));
  });
  runOnZeros(other, codes);
  await other.queue.onSubmittedWorkDone();
  assert.ok(codes.length > 3);
  assert.deepEqual(faults, []);
  other.destroy();
  device.close();
});
