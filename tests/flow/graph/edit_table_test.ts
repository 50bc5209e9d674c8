import assert from "node:assert/strict";
import { untyped } from "../_pipelines.ts";
import { withStore } from "../_store.ts";
import { DATA_EDITS } from "./_data_edits.ts";
import { LEARNING_EDITS } from "./_learning_edits.ts";
import { run } from "./_runs.ts";

for (
  const { edit, from, to, before, after, runs } of [
    ...DATA_EDITS,
    ...LEARNING_EDITS,
  ]
) {
  const what = runs.length === 0 ? "nothing" : runs.join(", ");
  Deno.test(`${edit}: runs ${what}`, () =>
    withStore(async (store) => {
      await run(store, untyped(from), before);
      const { executed, reused } = await run(
        store,
        untyped(to),
        after ?? before,
      );
      assert.deepEqual(executed.toSorted(), runs.toSorted());
      assert.deepEqual(reused.filter((name) => runs.includes(name)), []);
      const again = await run(store, untyped(to), after ?? before);
      assert.deepEqual(again.executed, []);
      assert.deepEqual(
        again.reused.toSorted(),
        [...executed, ...reused].toSorted(),
      );
      // To take an edit back costs nothing.
      assert.deepEqual((await run(store, untyped(from), before)).executed, []);
    }));
}
