import assert from "node:assert/strict";
import fc from "fast-check";
import {
  fromTorch,
  torchShape,
  toTorch,
} from "../../../src/flow/stage/layout.ts";

/** `[height, width, in, out]`, and `[out, in, height, width]` in torch. */
const convolution = { shape: [2, 3, 1, 2], layout: "convolution" } as const;

Deno.test("a convolution is laid out by hand", () => {
  // Output 0 is a kernel of 1 to 6, row by row; output 1 of 10 to 60.
  const torch = Float32Array.of(1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60);
  const tfjs = Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60);
  assert.deepEqual(torchShape(convolution), [2, 1, 2, 3]);
  assert.deepEqual(fromTorch(convolution, torch), tfjs);
  assert.deepEqual(toTorch(convolution, tfjs), torch);
});

Deno.test("input channels of a convolution come before its sides in torch", () => {
  const spec = { shape: [1, 2, 3, 1], layout: "convolution" } as const;
  assert.deepEqual(torchShape(spec), [1, 3, 1, 2]);
  assert.deepEqual(
    fromTorch(spec, Float32Array.of(11, 12, 21, 22, 31, 32)),
    Float32Array.of(11, 21, 31, 12, 22, 32),
  );
});

Deno.test("a linear layer is transposed", () => {
  const spec = { shape: [2, 3], layout: "linear" } as const;
  assert.deepEqual(torchShape(spec), [3, 2]);
  assert.deepEqual(
    toTorch(spec, Float32Array.of(1, 2, 3, 4, 5, 6)),
    Float32Array.of(1, 4, 2, 5, 3, 6),
  );
});

Deno.test("what has no layout of torch's is the same", () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  for (const shape of [[6], [2, 3], [1, 2, 3], []]) {
    assert.deepEqual(torchShape({ shape }), shape);
    assert.equal(fromTorch({ shape }, values), values);
    assert.equal(toTorch({ shape }, values), values);
  }
});

const anySpec = fc.oneof(
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 })
    .map((shape) => ({ shape, layout: "convolution" as const })),
  fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 2 })
    .map((shape) => ({ shape, layout: "linear" as const })),
);

Deno.test("fromTorch() and toTorch() undo each other, and move every value once", () => {
  fc.assert(
    fc.property(anySpec, (spec) => {
      const size = spec.shape.reduce((count, side) => count * side, 1);
      const values = Float32Array.from({ length: size }, (_, at) => at + 1);
      const torch = toTorch(spec, values);
      assert.deepEqual(fromTorch(spec, torch), values);
      assert.deepEqual(toTorch(spec, fromTorch(spec, values)), values);
      assert.deepEqual(torch.toSorted(), values);
      assert.deepEqual(
        torchShape(spec).toSorted(),
        spec.shape.toSorted(),
      );
    }),
    { seed: 1 },
  );
});
