/**
 * Random graphs through several generations: edits, losses, failures, stops and
 * a second process, against an oracle that recomputes everything.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { Interrupted } from "../../../src/base/errors/interrupted.ts";
import type { Entry, Store } from "../../../src/base/store/store.ts";
import { failedNode } from "../../../src/flow/scheduler/failed_node.ts";
import { withStore } from "../_store.ts";
import {
  anyNode,
  Generation,
  type Graph,
  nodesOf,
  type Outcome,
  SIZE,
} from "./_oracle.ts";
import { blockedIn, type Summing, summing, valueOf } from "./_sums.ts";

const place = fc.nat(SIZE - 1);

/** What happens in one generation. */
const anyGeneration = fc.record({
  edit: fc.tuple(place, anyNode),
  /** Results that are gone, as thinned checkpoints and what gc removed. */
  lost: fc.array(place, { maxLength: 3 }),
  /** Nodes that add this much fail. */
  fails: fc.option(fc.nat(3), { nil: undefined }),
  /** All is stopped when so many nodes have begun. */
  stopsAt: fc.option(fc.nat(2), { nil: undefined, freq: 2 }),
  /** These are asked for, all at once. */
  asked: fc.array(place, { minLength: 1, maxLength: 4 }),
  /** Another process asks for the same at the same time. */
  twice: fc.boolean(),
});
type Course = (typeof anyGeneration) extends fc.Arbitrary<infer G> ? G : never;

/** A store, and what of it must be there. */
interface World {
  readonly store: Store;
  readonly stored: Set<string>;
}

/** Removes results, from the store and for the oracle. */
async function lose(
  { store, stored }: World,
  graph: Graph,
  lost: readonly number[],
): Promise<void> {
  const { scheduler } = summing({ store });
  const nodes = nodesOf(graph);
  const entries = await Promise.all(
    lost.map((at) =>
      nodes[at]!.virtual ? undefined : scheduler.peek(nodes[at]!)
    ),
  );
  for (const [at, entry] of entries.entries()) {
    if (entry === undefined) continue;
    // What is there is found without anything being executed.
    const oracle = new Generation(graph, new Set(stored), undefined);
    const own = oracle.key(lost[at]!);
    assert.ok("key" in own);
    await store.remove(entry.key);
    stored.delete(own.key);
  }
}

/** One process of a generation, whose nodes fail or are stopped. */
function process(
  { store }: World,
  graph: Graph,
  { fails, stopsAt }: Course,
): Summing & { readonly completed: readonly string[] } {
  const completed: string[] = [];
  let begun = 0;
  const own = summing({
    store,
    during: (name) => {
      if (stopsAt !== undefined && begun++ >= stopsAt) throw new Interrupted();
      const { add } = graph[Number(name)]!;
      if (add === fails) throw new Error(`${name} fails`);
      completed.push(name);
    },
  });
  return { ...own, completed };
}

/** A result is the oracle's, or the error is that of the node that failed. */
async function check(
  result: PromiseSettledResult<Entry>,
  { outcome, value, oracle, stopped }: {
    readonly outcome: Outcome;
    readonly value: number;
    readonly oracle: Generation;
    readonly stopped: boolean;
  },
): Promise<void> {
  if (result.status === "fulfilled") {
    assert.equal(await valueOf(result.value), value);
    assert.ok("key" in outcome, "nothing comes of what failed");
    return;
  }
  const { reason } = result;
  if (reason instanceof Interrupted) return assert.ok(stopped);
  const by = failedNode(reason);
  assert.equal(reason.message, `${by} fails`);
  if (stopped) return;
  assert.ok("failed" in outcome, reason.message);
  assert.deepEqual(oracle.key(Number(by)), { key: outcome.failed });
}

async function generation(
  world: World,
  graph: Graph,
  course: Course,
): Promise<void> {
  const { fails, stopsAt, twice } = course;
  const stopped = stopsAt !== undefined;
  const asked = course.asked.filter((at) => !graph[at]!.virtual);
  const before = new Set(world.stored);
  const oracle = new Generation(graph, new Set(before), fails);
  const outcomes = asked.map((at) => oracle.resolve(at));
  const nodes = nodesOf(graph);
  const processes = (twice ? [1, 2] : [1])
    .map(() => process(world, graph, course));
  const results = await Promise.all(
    processes.map(({ scheduler }) =>
      Promise.allSettled(asked.map((at) => scheduler.resolve(nodes[at]!)))
    ),
  );
  for (const some of results) {
    for (const [at, result] of some.entries()) {
      const outcome = outcomes[at]!;
      const value = oracle.value(asked[at]!);
      await check(result, { outcome, value, oracle, stopped });
    }
  }
  const keyOf = (name: string) => {
    const own = oracle.key(Number(name));
    assert.ok("key" in own);
    return own.key;
  };
  const ran = new Set<string>();
  for (const { executed, events } of processes) {
    const keys = executed.map(keyOf);
    assert.equal(new Set(keys).size, keys.length, "at most once");
    for (const key of keys) {
      assert.ok(!before.has(key), "nothing whose result exists");
      ran.add(key);
    }
    for (const by of Object.values(blockedIn(events))) {
      assert.equal(graph[Number(by)]!.add, fails);
    }
  }
  const completed = processes.flatMap((each) => each.completed).map(keyOf);
  assert.equal(new Set(completed).size, completed.length, "once by all");
  if (!stopped) assert.deepEqual(ran, oracle.executed);
  for (const key of ran) assert.ok(oracle.executed.has(key), "nothing in vain");
  for (const key of completed) world.stored.add(key);
}

Deno.test("any graph through any generations has the values of one computed anew", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyNode, { minLength: SIZE, maxLength: SIZE }),
      fc.array(anyGeneration, { minLength: 1, maxLength: 4 }),
      async (first, generations) => {
        await withStore(async (store) => {
          const world = { store, stored: new Set<string>() };
          let graph: Graph = first;
          for (const course of generations) {
            await lose(world, graph, course.lost);
            graph = graph.with(...course.edit);
            await generation(world, graph, course);
          }
          // Whatever was stopped or failed, the next run makes up for it.
          await generation(world, graph, {
            ...generations[0]!,
            fails: undefined,
            stopsAt: undefined,
            asked: Array.from({ length: SIZE }, (_, at) => at),
          });
        });
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});
