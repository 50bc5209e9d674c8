import assert from "node:assert/strict";
import { Interrupted } from "../../../src/base/errors/interrupted.ts";
import { Scheduler } from "../../../src/flow/scheduler/scheduler.ts";
import { withStore } from "../_store.ts";
import { statesIn, sum, summing, valueOf } from "./_sums.ts";

const a = sum("a", { add: 1 });
const b = sum("b", { add: 2, inputs: { a } });
const c = sum("c", { add: 3, inputs: { a } });

Deno.test("a node that fails leaves nothing, and is tried again", () =>
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
    assert.equal(await valueOf(await scheduler.resolve(b)), 3);
    assert.deepEqual(executed, ["a", "b", "c", "b"]);
    assert.deepEqual(scheduler.account.executed, ["a", "c", "b"]);
    assert.deepEqual(statesIn(events).filter((each) => each.endsWith("b")), [
      "running b",
      "failed b",
      "running b",
      "done b",
    ]);
  }));

Deno.test("a failure is told to all who wait, and blocks what follows", () =>
  withStore(async (store) => {
    const failure = new Error("no such file");
    const { scheduler, executed } = summing({
      store,
      during: () => Promise.reject(failure),
    });
    const results = await Promise.allSettled(
      [b, c, a].map((node) => scheduler.resolve(node)),
    );
    for (const result of results) {
      assert.equal(result.status === "rejected" && result.reason, failure);
    }
    assert.ok(executed.every((name) => name === "a"));
    assert.deepEqual(scheduler.account, { executed: [], reused: [] });
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
