import assert from "node:assert/strict";
import { linear } from "../../../../src/stages/architecture/layers/linear.ts";
import { runLayer } from "../_networks.ts";

Deno.test("linear() multiplies, and adds a bias when it has one", () => {
  const values = { weight: [1, 2, 3, 4, 5, 6] }; // [2, 3]
  const plain = runLayer(linear({ units: 3 }), [1, -1], [1, 2], { values });
  assert.deepEqual(plain.output, [-3, -3, -3]);
  assert.equal(plain.placed.variables.length, 1);
  const biased = runLayer(linear({ units: 3, bias: true }), [1, -1], [1, 2], {
    values: { ...values, bias: [0, 1, 2] },
  });
  assert.deepEqual(biased.output, [-3, -2, -1]);
  assert.deepEqual(
    biased.placed.variables.map((
      { name, role, layout },
    ) => [name, role, layout]),
    [["it.weight", "weight", "linear"], ["it.bias", "bias", undefined]],
  );
});
