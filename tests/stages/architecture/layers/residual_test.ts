import assert from "node:assert/strict";
import {
  basicBlock,
  bottleneckBlock,
} from "../../../../src/stages/architecture/layers/residual.ts";
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

Deno.test("bottleneckBlock() widens four times, and strides in its 3x3 convolution", () => {
  const { placed, output, shape } = runLayer(
    bottleneckBlock(1, 2),
    // Where 1x1 convolutions of stride 2 look, and elsewhere.
    [1, 8, 2, 8, 8, 8, 3, 8, 4],
    [1, 3, 3, 1],
    {
      values: {
        // Their norms give 0, so that what goes around is all.
        "conv3.weight": zeros(4),
        "downsample.0.weight": [1, -1, 2, 0],
        "downsample.1.running_var": [1, 1, 1, 1].map((each) => each - 1e-5),
      },
    },
  );
  assert.deepEqual(
    placed.layers.filter(({ name }) => /conv/.test(name))
      .map(({ name, shape }) => [name, shape]),
    [["it.conv1", [3, 3, 1]], ["it.conv2", [2, 2, 1]], [
      "it.conv3",
      [2, 2, 4],
    ]],
  );
  assert.deepEqual(shape, [1, 2, 2, 4]);
  assert.deepEqual(
    output.map((each) => Math.round(each * 1e4) / 1e4),
    [1, 2, 3, 4].flatMap((value) => [value, 0, 2 * value, 0]),
  );
});

Deno.test("bottleneckBlock() needs another way around where it widens alone", () => {
  const names = (inputs: number) =>
    bottleneckBlock(2, 1)({ name: "", group: 0, input: [4, 4, inputs] })
      .variables.map(({ name }) => name)
      .filter((name) => name.includes("downsample.0"));
  assert.equal(names(2).length, 1);
  assert.equal(names(8).length, 0);
});
