import assert from "node:assert/strict";
import type { Plan } from "../../../src/flow/graph/plan.ts";
import { untyped } from "../_pipelines.ts";
import { withStore } from "../_store.ts";
import { DATA_EDITS } from "./_data_edits.ts";
import { LEARNING_EDITS } from "./_learning_edits.ts";
import { planned, run } from "./_runs.ts";

/** That something before a node runs is no reason of its own. */
const FOLLOWS = /^(the epoch before it changed|(the )?input( \S+)? runs)$/;

/** Why nodes run, those left out that only follow others. */
function reasonsIn({ nodes }: Plan): Readonly<Record<string, string>> {
  return Object.fromEntries(
    nodes.flatMap(({ name, reason }) =>
      reason === undefined || FOLLOWS.test(reason) ? [] : [[name, reason]]
    ),
  );
}

for (
  const { edit, from, to, before, after, runs, why, foreseen = runs } of [
    ...DATA_EDITS,
    ...LEARNING_EDITS,
  ]
) {
  const what = runs.length === 0 ? "nothing" : runs.join(", ");
  Deno.test(`${edit}: runs ${what}`, () =>
    withStore(async (store) => {
      const world = after ?? before;
      const first = await run(store, untyped(from), before);
      const plan = await planned(store, untyped(to), first, world);
      const toDo = plan.nodes.filter(({ state }) => state !== "reuse");
      assert.deepEqual(
        toDo.map(({ name }) => name).toSorted(),
        foreseen.toSorted(),
      );
      assert.deepEqual(reasonsIn(plan), why);
      const { executed, reused } = await run(store, untyped(to), world);
      assert.deepEqual(executed.toSorted(), runs.toSorted());
      assert.deepEqual(reused.filter((name) => runs.includes(name)), []);
      const again = await run(store, untyped(to), world);
      assert.deepEqual(again.executed, []);
      assert.deepEqual(
        again.reused.toSorted(),
        [...executed, ...reused].toSorted(),
      );
      // To take an edit back costs nothing.
      const back = await planned(store, untyped(from), first, before);
      assert.ok(back.nodes.every(({ state }) => state === "reuse"));
      assert.deepEqual((await run(store, untyped(from), before)).executed, []);
    }));
}
