import assert from "node:assert/strict";
import { Interrupted } from "../../../src/base/errors/interrupted.ts";
import { Scheduler } from "../../../src/flow/scheduler/scheduler.ts";
import { withStore } from "../_store.ts";
import { failedNode } from "../../../src/flow/scheduler/failed_node.ts";
import { blockedIn, statesIn, sum, summing, valueOf } from "./_sums.ts";

const a = sum("a", { add: 1 });
const b = sum("b", { add: 2, inputs: { a } });
const c = sum("c", { add: 3, inputs: { a } });

Deno.test("a node that fails leaves nothing, stays so, and is tried by the next", () =>
  withStore(async (store) => {
    const failure = new Error("out of memory");
    let broken = true;
    const { scheduler, executed, events } = summing({
      store,
      during: (name) => {
        if (name === "b" && broken) throw failure;
      },
    });
    await assert.rejects(scheduler.resolve(b), failure);
    assert.equal(await scheduler.peek(b), undefined);
    assert.deepEqual(scheduler.account, { executed: ["a"], reused: [] });
    assert.equal(await valueOf(await scheduler.resolve(c)), 4);
    broken = false;
    await assert.rejects(scheduler.resolve(b), failure);
    assert.deepEqual(executed, ["a", "b", "c"]);
    assert.deepEqual(scheduler.account.executed, ["a", "c"]);
    assert.deepEqual(statesIn(events).filter((each) => each.endsWith("b")), [
      "running b",
      "failed b",
    ]);
    const next = summing({ store });
    assert.equal(await valueOf(await next.scheduler.resolve(b)), 3);
    assert.deepEqual(next.executed, ["b"]);
  }));

Deno.test("a failure is told to all who wait, and blocks what follows", () =>
  withStore(async (store) => {
    const failure = new Error("no such file");
    const { scheduler, executed, events } = summing({
      store,
      during: () => Promise.reject(failure),
    });
    const results = await Promise.allSettled(
      [b, c, a].map((node) => scheduler.resolve(node)),
    );
    for (const result of results) {
      assert.equal(result.status === "rejected" && result.reason, failure);
    }
    assert.deepEqual(executed, ["a"]);
    assert.deepEqual(scheduler.account, { executed: [], reused: [] });
    assert.equal(failedNode(failure), "a");
    assert.deepEqual(blockedIn(events), { b: "a", c: "a" });
  }));

Deno.test("resolveAll() computes what a failure does not block, and tells what failed", () =>
  withStore(async (store) => {
    const d = sum("d", { add: 4, inputs: { b, c } });
    const e = sum("e", { add: 5 });
    const { scheduler, executed, events } = summing({
      store,
      during: (name) => {
        if (name === "b") throw new Error("b cannot");
      },
    });
    await assert.rejects(scheduler.resolveAll([b, d, e, c]), {
      name: "Error",
      message: "b cannot",
    });
    assert.deepEqual(executed, ["a", "b", "e", "c"]);
    assert.deepEqual(blockedIn(events), { d: "b" });
    assert.equal(await valueOf(await scheduler.peek(e)), 5);
    const entries = await scheduler.resolveAll([a, e, c]);
    assert.deepEqual(await Promise.all(entries.map(valueOf)), [1, 5, 4]);
  }));

Deno.test("resolveAll() tells all of several failures, each with its node", () =>
  withStore(async (store) => {
    const { scheduler } = summing({
      store,
      during: (name) => {
        if (name === "b") throw new Error("b cannot");
        // Code of a pipeline's own may throw anything.
        if (name === "c") throw "c will not";
      },
    });
    const error = await scheduler.resolveAll([b, c, a])
      .then(() => assert.fail(), (error) => error);
    assert.ok(error instanceof AggregateError);
    assert.equal(error.message, "Cannot compute b, c");
    assert.deepEqual(
      error.errors.map((each) => [failedNode(each), each.message]),
      [["b", "b cannot"], ["c", "c will not"]],
    );
  }));

Deno.test("resolveAll() goes no further when the run is stopped", () =>
  withStore(async (store) => {
    const { scheduler, executed, events } = summing({
      store,
      during: (name) => {
        if (name === "b") throw new Interrupted();
      },
    });
    await assert.rejects(scheduler.resolveAll([b, c]), Interrupted);
    assert.deepEqual(executed, ["a", "b"]);
    assert.deepEqual(blockedIn(events), {});
    await assert.rejects(scheduler.resolve(b), Interrupted);
    assert.deepEqual(executed, ["a", "b"]);
    assert.deepEqual(statesIn(events).at(-1), "cancelled b");
  }));

Deno.test("a chain is blocked from the epoch that failed on", () =>
  withStore(async (store) => {
    const first = sum("1", { add: 1 });
    const second = sum("2", { add: 1, after: first });
    const third = sum("3", { add: 1, after: second });
    const end = sum("end", { add: 1, inputs: { third } });
    const { scheduler, events } = summing({
      store,
      during: (name) => {
        if (name === "2") throw new Error("it diverged");
      },
    });
    await assert.rejects(scheduler.resolve(end), /it diverged/);
    assert.deepEqual(blockedIn(events), { 3: "2", end: "2" });
  }));

Deno.test("a node that was stopped is cancelled, not failed", () =>
  withStore(async (store) => {
    const { scheduler, events } = summing({
      store,
      during: () => Promise.reject(new Interrupted()),
    });
    await assert.rejects(scheduler.resolve(a), Interrupted);
    assert.deepEqual(statesIn(events), ["running a", "cancelled a"]);
  }));

Deno.test("a node of a kind that nothing executes is a mistake of the program", () =>
  withStore(async (store) => {
    const { scheduler } = summing({ store, executors: {} });
    await assert.rejects(scheduler.resolve(a), {
      name: "TypeError",
      message: 'Cannot compute "a": nothing here executes "sum"',
    });
    const without = new Scheduler({ store, emit: () => {} });
    await assert.rejects(without.resolve(a), TypeError);
    assert.equal(await without.peek(a), undefined);
  }));
