import assert from "node:assert/strict";
import { given, nodeKey } from "../../../src/flow/graph/node.ts";
import { withStore } from "../_store.ts";
import { statesIn, sum, summing, valueOf } from "./_sums.ts";

/**
 *     a ─┬─ b ─┐
 *        └─ c ─┴─ d
 */
function diamond() {
  const a = sum("a", { add: 1 });
  const b = sum("b", { add: 10, inputs: { a } });
  const c = sum("c", { add: 100, inputs: { a } });
  const d = sum("d", { add: 1000, inputs: { b, c } });
  return { a, b, c, d };
}

Deno.test("resolve() computes a node and what it needs, each once", () =>
  withStore(async (store) => {
    const { scheduler, executed, events } = summing({ store });
    assert.equal(await valueOf(await scheduler.resolve(diamond().d)), 1112);
    assert.deepEqual(executed, ["a", "b", "c", "d"]);
    assert.deepEqual(scheduler.account, { executed, reused: [] });
    assert.deepEqual(
      statesIn(events),
      executed.flatMap((name) => [`running ${name}`, `done ${name}`]),
    );
  }));

Deno.test("resolve() executes nothing whose result is stored", () =>
  withStore(async (store) => {
    await summing({ store }).scheduler.resolve(diamond().d);
    const { scheduler, executed, events } = summing({ store });
    assert.equal(await valueOf(await scheduler.resolve(diamond().d)), 1112);
    assert.deepEqual(executed, []);
    const { reused } = scheduler.account;
    assert.deepEqual(reused.toSorted(), ["a", "b", "c", "d"]);
    assert.deepEqual(statesIn(events), reused.map((name) => `reused ${name}`));
  }));

Deno.test("resolve() executes a node once, however many ask at once", () =>
  withStore(async (store) => {
    const gate = Promise.withResolvers<void>();
    const { scheduler, executed, events } = summing({
      store,
      during: () => gate.promise,
    });
    const { b, c, d } = diamond();
    const twin = diamond().d;
    const asked = Promise.all(
      [d, b, c, d, twin].map((node) => scheduler.resolve(node)),
    );
    gate.resolve();
    const entries = await asked;
    assert.deepEqual(executed.toSorted(), ["a", "b", "c", "d"]);
    assert.equal(entries[0]?.key, entries[4]?.key);
    // None waited for the lock, as for another process.
    assert.ok(events.every(({ type }) => type === "node.state"));
  }));

Deno.test("two schedulers that race for a key execute it once", () =>
  withStore(async (store) => {
    const gate = Promise.withResolvers<void>();
    const during = () => gate.promise;
    const one = summing({ store, during });
    const two = summing({ store, during });
    const asked = Promise.all([
      one.scheduler.resolve(diamond().d),
      two.scheduler.resolve(diamond().d),
    ]);
    const waits = () =>
      [one, two].flatMap(({ events }) => events)
        .filter(({ type }) => type === "notice");
    while (waits().length === 0) await new Promise((go) => setTimeout(go, 1));
    assert.deepEqual(waits()[0], {
      type: "notice",
      text: "Waiting for another process that computes a",
    });
    gate.resolve();
    const [first, second] = await asked;
    assert.equal(first?.key, second?.key);
    assert.deepEqual(
      [...one.executed, ...two.executed].toSorted(),
      ["a", "b", "c", "d"],
    );
    for (const { scheduler } of [one, two]) {
      const { executed, reused } = scheduler.account;
      assert.deepEqual(
        [...executed, ...reused].toSorted(),
        ["a", "b", "c", "d"],
      );
    }
  }));

Deno.test("an input that comes out the same cuts off what follows", () =>
  withStore(async (store) => {
    const graph = (add: number) => {
      const parity = sum("parity", { add, modulo: 2 });
      return sum("after parity", { add: 5, inputs: { parity } });
    };
    await summing({ store }).scheduler.resolve(graph(1));
    const { scheduler, executed } = summing({ store });
    await scheduler.resolve(graph(3));
    assert.deepEqual(executed, ["parity"]);
    assert.deepEqual(scheduler.account.reused, ["after parity"]);
    await scheduler.resolve(graph(4));
    assert.deepEqual(executed, ["parity", "parity", "after parity"]);
  }));

Deno.test("peek() finds what is stored and executes nothing", () =>
  withStore(async (store) => {
    const { scheduler, executed, events } = summing({ store });
    const { a, b, d } = diamond();
    assert.equal(await scheduler.peek(d), undefined);
    await scheduler.resolve(b);
    assert.equal(await valueOf(await scheduler.peek(b)), 11);
    assert.equal(await valueOf(await scheduler.peek(a)), 1);
    // Its inputs are not all there, so that it has no key yet.
    assert.equal(await scheduler.peek(d), undefined);
    await scheduler.resolve(d);
    assert.equal(await valueOf(await scheduler.peek(d)), 1112);
    assert.deepEqual(executed, ["a", "b", "c", "d"]);
    assert.deepEqual(scheduler.account.reused, []);
    assert.equal(statesIn(events).length, 8);
  }));

Deno.test("a name is not in the key, and a given value is only its hash", () =>
  withStore(async (store) => {
    const { scheduler, executed } = summing({ store });
    const entry = await scheduler.resolve(
      sum("one name", { add: 1, inputs: { x: given([1, 2]) } }),
    );
    await scheduler.resolve(
      sum("another", { add: 1, inputs: { x: given([1, 2]) } }),
    );
    assert.deepEqual(executed, ["one name"]);
    assert.equal(
      entry.key,
      nodeKey({
        kind: "sum",
        version: 1,
        params: { add: 1, modulo: 1_000_000 },
        inputs: { x: given([1, 2]).given },
      }),
    );
  }));

Deno.test("a result says what it was made of", () =>
  withStore(async (store) => {
    const { scheduler } = summing({ store });
    const a = sum("a", { add: 1 });
    const x = given("x");
    const entry = await scheduler.resolve(
      sum("b", { add: 2, inputs: { a, x } }),
    );
    const { kind, version, inputs, params } = entry.meta;
    assert.deepEqual({ kind, version, inputs, params }, {
      kind: "sum",
      version: 1,
      params: { add: 2, modulo: 1_000_000 },
      inputs: {
        a: (await scheduler.resolve(a)).meta.outHash,
        x: x.given,
      },
    });
  }));
