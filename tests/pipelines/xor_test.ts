import assert from "node:assert/strict";
import twoLayers, { oneLayer } from "../../pipelines/xor.ts";
import { frontOf, machine } from "./_front.ts";

Deno.test("xor holds whole truth tables in training and in validation", async () => {
  const { items, sets } = await frontOf(twoLayers, machine());
  assert.equal(items.length, 160);
  for (const ids of [sets.train, sets.valid]) {
    const corners = items
      .filter(({ id }) => ids.includes(id))
      .map(({ item, label }) => {
        const { a, b } = item as { readonly a: number; readonly b: number };
        assert.equal(label, a + b === 1);
        return `${a}${b}`;
      });
    const counts = ["00", "01", "10", "11"].map((corner) =>
      corners.filter((each) => each === corner).length
    );
    assert.equal(new Set(counts).size, 1);
    assert.ok(counts[0]! >= 5);
  }
});

Deno.test("xor differs from its one layer in the architecture, and in what it claims", () => {
  const { architecture: two, expect: learns, ...shared } = twoLayers.spec;
  const { architecture: one, expect: fails, ...others } = oneLayer.spec;
  assert.deepEqual([learns?.length, fails?.length], [1, 1]);
  assert.deepEqual(shared, others);
  assert.deepEqual(two.params.hidden, [8]);
  assert.deepEqual(one.params.hidden, []);
});
