import assert from "node:assert/strict";
import { assertAlike } from "../../../../scripts/bench/peers/alike.ts";
import { findTorch } from "../../../../scripts/bench/peers/torch_side.ts";
import type { StepSide } from "../../../../scripts/bench/step/side.ts";

function side(
  name: string,
  parameters: number,
  ...losses: readonly number[]
): StepSide {
  return {
    name,
    parameters,
    steps: () => Promise.resolve(losses),
    close() {},
  };
}

Deno.test("engines with weights of their own are compared where they train as many", async () => {
  await assertAlike([side("PyTorch", 9, 0.7, 0.6), side("Leat", 9, 0.9, 0.8)]);
  await assert.rejects(
    assertAlike([side("PyTorch", 9, 0.7, 0.6), side("Leat", 8, 0.7, 0.6)]),
    {
      name: "RangeError",
      message:
        'Cannot compare "Leat" with "PyTorch": it trains 8 numbers, not 9',
    },
  );
  await assert.rejects(assertAlike([side("PyTorch", 9, 0.7, NaN)]), {
    name: "RangeError",
    message: 'Cannot compare "PyTorch": its losses are 0.7, NaN',
  });
});

Deno.test("LEAT_PYTHON alone decides which Python is asked for torch", () => {
  const before = Deno.env.get("LEAT_PYTHON");
  Deno.env.set("LEAT_PYTHON", "/a/python/that/is/absent");
  try {
    assert.equal(findTorch(), undefined);
  } finally {
    if (before === undefined) Deno.env.delete("LEAT_PYTHON");
    else Deno.env.set("LEAT_PYTHON", before);
  }
});
