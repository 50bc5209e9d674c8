import assert from "node:assert/strict";
import {
  get,
  i32,
  i32x4,
  loopWhile,
  set,
  v128,
  wasmModule,
} from "../../../src/base/codec/_wasm.ts";

interface Made {
  readonly memory: WebAssembly.Memory;
  readonly [name: string]: unknown;
}

function made(...functions: Parameters<typeof wasmModule>[0]): Made {
  const bytes = wasmModule(functions);
  assert.ok(WebAssembly.validate(bytes));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return exports as unknown as Made;
}

function call(made: Made, name: string, ...values: readonly number[]): void {
  const run = made[name];
  assert.ok(typeof run === "function");
  run(...values);
}

Deno.test("wasmModule() writes numbers of any length, of either sign", () => {
  const numbers = [0, 1, 63, 64, 127, 128, 8191, 8192, 1 << 21, 2 ** 31 - 1];
  const both = numbers.flatMap((number) => [number, ~number]);
  const module = made({
    name: "numbers",
    parameters: 1,
    locals: [],
    body: both.flatMap((number, at) => [
      ...[...get(0), ...i32.const(16 * at), ...i32.add],
      ...[...i32.const(number), ...i32x4.splat],
      ...v128.store,
    ]),
  });
  call(module, "numbers", 512);
  const stored = new Int32Array(module.memory.buffer, 512, 4 * both.length);
  assert.deepEqual(
    [...stored],
    both.flatMap((number) => Array(4).fill(number)),
  );
});

Deno.test("wasmModule() gives each function its own parameters, locals and loops", () => {
  const [at, end, sum] = [0, 1, 2];
  const module = made(
    {
      name: "nothing",
      parameters: 0,
      locals: [],
      body: [],
    },
    {
      name: "double",
      parameters: 2,
      locals: ["v128"],
      body: loopWhile([
        ...[...get(at), ...v128.load, ...set(sum)],
        ...[...get(at), ...get(sum), ...get(sum), ...i32x4.add, ...v128.store],
        ...[...get(at), ...i32.const(16), ...i32.add, ...set(at)],
      ], [...get(at), ...get(end), ...i32.lessThan]),
    },
  );
  const numbers = new Int32Array(module.memory.buffer, 0, 12);
  numbers.forEach((_, at) => numbers[at] = at);
  call(module, "nothing");
  call(module, "double", 0, 32);
  assert.deepEqual([...numbers], [0, 2, 4, 6, 8, 10, 12, 14, 8, 9, 10, 11]);
});
