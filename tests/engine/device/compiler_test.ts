import assert from "node:assert/strict";
import {
  isWorthCompiler,
  openCompiler,
} from "../../../src/engine/device/compiler.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
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

Deno.test("a second device is worth opening where what takes long to compile is kept", () => {
  assert.equal(isWorthCompiler({ driver: "vulkan" }, UNROLLED), true);
  assert.equal(isWorthCompiler({ driver: "vulkan" }, WINOGRAD), true);
  assert.equal(isWorthCompiler({ driver: "vulkan" }, COMPACT), false);
  assert.equal(isWorthCompiler({ driver: "vulkan" }, SHARED), false);
  assert.equal(isWorthCompiler({ driver: "swiftshader" }, UNROLLED), false);
});

Deno.test("a second device compiles, and the first one neither sees nor misses it", async () => {
  const device = await openDevice({ trains: true });
  const { tensors, bytes } = device.memory();
  const compiler = await openCompiler();
  assert.ok(compiler);
  compileAheadOn(compiler);
  const shader = {
    key: "compiler test",
    inputs: ["x"],
    uniforms: ["size"],
    main: () => "result[index] = x[index] + f32(uniforms.size);",
  };
  for (let turn = 0; turn < 2; turn++) compileAhead(shader);
  compileAheadOn(undefined);
  compiler.close();
  compileAhead({ ...shader, key: "asked of nobody", main: () => "no WGSL" });
  await device.settle();
  assert.deepEqual(device.memory(), { tensors, bytes });
  device.close();
});

Deno.test("what a second device cannot compile is no fault of the first", async () => {
  const device = await openDevice();
  const compiler = await openCompiler();
  compileAheadOn(compiler);
  compileAhead({
    key: "compiler test, no WGSL",
    inputs: ["x"],
    uniforms: [],
    main: () => "this is not WGSL;",
  });
  compileAheadOn(undefined);
  compiler?.close();
  await device.settle();
  device.close();
});
