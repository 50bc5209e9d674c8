import assert from "node:assert/strict";
import { basicBlock } from "../../../../src/stages/architecture/layers/residual.ts";
import { runLayer } from "../_networks.ts";

const zeros = (count: number) => new Array<number>(count).fill(0);

Deno.test("basicBlock() adds what goes around, and cuts off below 0 after that", () => {
  const { output, placed } = runLayer(basicBlock(1, 1), [3, -2, 0, 5], [
    1,
    2,
    2,
    1,
  ], {
    values: {
      "conv1.weight": zeros(9),
      "conv2.weight": zeros(9),
      "bn2.bias": [-1],
    },
  });
  assert.deepEqual(output, [2, 0, 0, 4]);
  assert.equal(
    placed.variables.some(({ name }) => name.includes("downsample")),
    false,
  );
});

Deno.test("basicBlock() that halves or widens leads around through one pixel and a norm", () => {
  const { output, shape } = runLayer(
    basicBlock(2, 2),
    Array.from({ length: 9 }, (_, at) => at + 1),
    [1, 3, 3, 1],
    {
      values: {
        "conv1.weight": zeros(18),
        "conv2.weight": zeros(36),
        "downsample.0.weight": [1, -1],
        "downsample.1.running_var": [1 - 1e-5, 1 - 1e-5],
      },
    },
  );
  assert.deepEqual(shape, [1, 2, 2, 2]);
  assert.deepEqual(output.map((each) => Math.round(each * 1e4) / 1e4), [
    ...[1, 0, 3, 0],
    ...[7, 0, 9, 0],
  ]);
});
