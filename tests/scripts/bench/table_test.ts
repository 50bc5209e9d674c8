import assert from "node:assert/strict";
import type { Machine } from "../../../scripts/bench/machine.ts";
import type { Row } from "../../../scripts/bench/row.ts";
import { headline, jsonLine, tableOf } from "../../../scripts/bench/table.ts";

const machine: Machine = {
  adapter: "llvmpipe",
  driver: "vulkan, Mesa 22.3.6",
  cores: 2,
  system: "AMD EPYC",
  deno: "2.9.6",
  date: "2026-11-23",
};

const stock: Row = {
  suite: "step",
  what: "ResNet-18, SGD",
  side: "stock tfjs",
  unit: "ms",
  median: 14_200,
  runs: [14_000, 14_200, 14_300],
};
const leat: Row = {
  ...stock,
  side: "Leat",
  median: 700,
  runs: [690, 700, 720],
  ratio: { times: 20.2857, of: "stock tfjs" },
};
const absent: Row = {
  suite: "peers",
  what: "ResNet-18, SGD",
  side: "PyTorch",
  unit: "ms",
  median: null,
  runs: [],
  note: "no Python here has torch",
};

Deno.test("the table has a part for each suite, and no column that is empty", () => {
  assert.equal(
    tableOf([stock, leat, absent]),
    `\
| step           | side       | median   | runs | from  | to    | ratio            |
| -------------- | ---------- | -------- | ---- | ----- | ----- | ---------------- |
| ResNet-18, SGD | stock tfjs | 14200 ms | 3    | 14000 | 14300 |                  |
| ResNet-18, SGD | Leat       | 700 ms   | 3    | 690   | 720   | 20.3x stock tfjs |

| peers          | side    | median | note                     |
| -------------- | ------- | ------ | ------------------------ |
| ResNet-18, SGD | PyTorch | -      | no Python here has torch |`,
  );
});

Deno.test("a ratio below one stays a ratio", () => {
  const slow: Row = { ...leat, ratio: { times: 0.13777, of: "PyTorch" } };
  assert.match(tableOf([slow]), /\| 0\.14x PyTorch \|/);
});

Deno.test("what is compared with two has both ratios", () => {
  const furtherRatios = [{ times: 14, of: "tfjs wasm" }];
  assert.match(
    tableOf([{ ...leat, furtherRatios }]),
    /\| 20\.3x stock tfjs; 14x tfjs wasm \|/,
  );
});

Deno.test("the head of the table says what was measured with, and when", () => {
  assert.equal(
    headline(machine),
    "llvmpipe (vulkan, Mesa 22.3.6), 2 cores, AMD EPYC, Deno 2.9.6, 2026-11-23",
  );
});

Deno.test("a line of JSON is a row with its machine", () => {
  assert.deepEqual(JSON.parse(jsonLine(leat, machine)), {
    ...leat,
    ...machine,
  });
});
