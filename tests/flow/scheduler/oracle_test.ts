/**
 * Random graphs under random edits, failures and losses, against an oracle that
 * recomputes everything.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Store } from "../../../src/base/store/store.ts";
import type { Computed } from "../../../src/flow/graph/node.ts";
import { withStore } from "../_store.ts";
import { sum, summing, valueOf } from "./_sums.ts";

const SIZE = 7;

/** A node reads nodes before it, told by bits, and may come after one. */
const anyNode = fc.record({
  add: fc.nat(3),
  modulo: fc.integer({ min: 2, max: 4 }),
  reads: fc.nat(2 ** SIZE - 1),
  after: fc.option(fc.nat(SIZE - 1), { nil: undefined }),
});
type Plan = (typeof anyNode) extends fc.Arbitrary<infer Node> ? Node : never;

const place = fc.nat(SIZE - 1);

/** One edit of the graph, what is lost and what fails, and what is asked for. */
const anyStep = fc.record({
  edit: fc.tuple(place, anyNode),
  lost: fc.array(place, { maxLength: 3 }),
  fails: fc.option(place, { nil: undefined }),
  asked: fc.array(place, { minLength: 1, maxLength: 4 }),
});

const readsOf = ({ reads }: Plan, at: number): readonly number[] =>
  Array.from({ length: at }, (_, other) => other)
    .filter((other) => (reads >> other) % 2 === 1);

const afterOf = ({ after }: Plan, at: number): number | undefined =>
  after !== undefined && after < at ? after : undefined;

function nodesOf(plans: readonly Plan[]): readonly Computed[] {
  const nodes: Computed[] = [];
  plans.forEach((plan, at) => {
    const { add, modulo } = plan;
    const inputs = Object.fromEntries(
      readsOf(plan, at).map((other) => [`in ${other}`, nodes[other]!]),
    );
    const after = afterOf(plan, at);
    nodes.push(sum(`${at}`, {
      add,
      modulo,
      inputs,
      ...after === undefined ? {} : { after: nodes[after]! },
    }));
  });
  return nodes;
}

function recomputed(plans: readonly Plan[]): readonly number[] {
  const values: number[] = [];
  plans.forEach((plan, at) => {
    const after = afterOf(plan, at);
    const from = [...readsOf(plan, at), ...after === undefined ? [] : [after]];
    const total = from.reduce((sum, other) => sum + values[other]!, plan.add);
    values.push(total % plan.modulo);
  });
  return values;
}

async function lose(store: Store, nodes: readonly Computed[]): Promise<void> {
  const { scheduler } = summing({ store });
  const entries = await Promise.all(nodes.map((each) => scheduler.peek(each)));
  for (const entry of entries) if (entry) await store.remove(entry.key);
}

/** Asks for some nodes at once; one that fails does so once. */
async function run(
  store: Store,
  plans: readonly Plan[],
  asked: readonly number[],
  fails: number | undefined,
): Promise<void> {
  const failure = new Error("it fails once");
  const nodes = nodesOf(plans);
  const failed: string[] = [];
  const { scheduler, executed } = summing({
    store,
    during: (name) => {
      if (name !== `${fails}` || failed.length > 0) return;
      failed.push(name);
      throw failure;
    },
  });
  const expected = recomputed(plans);
  const before = await Promise.all(nodes.map((each) => scheduler.peek(each)));
  const resolveAll = () =>
    Promise.allSettled(asked.map((at) => scheduler.resolve(nodes[at]!)));
  let results = await resolveAll();
  if (failed.length > 0) {
    assert.ok(
      results.every((result) =>
        result.status === "fulfilled" || result.reason === failure
      ),
    );
    results = await resolveAll();
  }
  for (const [at, result] of results.entries()) {
    if (result.status === "rejected") throw result.reason;
    assert.equal(await valueOf(result.value), expected[asked[at]!]);
  }
  // At most once, but for the one that failed; never what was there before.
  const succeeded = [...executed];
  for (const name of failed) succeeded.splice(succeeded.indexOf(name), 1);
  assert.equal(new Set(succeeded).size, succeeded.length);
  for (const name of executed) assert.equal(before[Number(name)], undefined);
  assert.deepEqual(
    [...scheduler.account.executed].toSorted(),
    succeeded.toSorted(),
  );
  const count = executed.length;
  await resolveAll();
  assert.equal(executed.length, count);
}

Deno.test("any graph after any edits has the values of one computed anew", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyNode, { minLength: SIZE, maxLength: SIZE }),
      fc.array(anyStep, { minLength: 1, maxLength: 4 }),
      async (first, steps) => {
        await withStore(async (store) => {
          let plans: readonly Plan[] = first;
          await run(store, plans, [SIZE - 1], undefined);
          for (const { edit: [at, plan], lost, fails, asked } of steps) {
            await lose(store, lost.map((each) => nodesOf(plans)[each]!));
            plans = plans.with(at, plan);
            await run(store, plans, asked, fails);
          }
        });
      },
    ),
    { numRuns: 40 },
  );
});
