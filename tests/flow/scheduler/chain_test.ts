import assert from "node:assert/strict";
import type { Computed } from "../../../src/flow/graph/node.ts";
import { withStore } from "../_store.ts";
import { sum, summing, valueOf } from "./_sums.ts";

/** Epochs one after the other, behind a start for which nothing is stored. */
function chain(adds: readonly number[], input = sum("input", { add: 0 })) {
  const start: Computed = {
    name: "start",
    kind: "start",
    version: 1,
    params: {},
    inputs: { input },
    virtual: true,
  };
  let after = start;
  return adds.map((add, at) => after = sum(`epoch ${at + 1}`, { add, after }));
}

Deno.test("a chain is computed from its beginning, once", () =>
  withStore(async (store) => {
    const { scheduler, executed } = summing({ store });
    const [, , last] = chain([1, 2, 3]);
    assert.equal(await valueOf(await scheduler.resolve(last!)), 6);
    assert.deepEqual(executed, ["input", "epoch 1", "epoch 2", "epoch 3"]);
  }));

Deno.test("a chain whose end is stored is never asked for its middle", () =>
  withStore(async (store) => {
    const built = chain([1, 2, 3]);
    const { scheduler } = summing({ store });
    await scheduler.resolve(built[2]!);
    for (const node of built.slice(0, 2)) {
      await store.remove((await scheduler.peek(node))!.key);
    }
    const again = summing({ store });
    const entry = await again.scheduler.resolve(chain([1, 2, 3])[2]!);
    assert.equal(await valueOf(entry), 6);
    assert.deepEqual(again.executed, []);
    assert.deepEqual(again.scheduler.account.reused, ["input", "epoch 3"]);
  }));

Deno.test("a longer chain goes on from what is stored, over a thinned middle", () =>
  withStore(async (store) => {
    const built = chain([1, 2, 3]);
    const { scheduler } = summing({ store });
    await scheduler.resolve(built[2]!);
    await store.remove((await scheduler.peek(built[1]!))!.key);
    const longer = summing({ store });
    const entry = await longer.scheduler.resolve(chain([1, 2, 3, 4])[3]!);
    assert.equal(await valueOf(entry), 10);
    assert.deepEqual(longer.executed, ["epoch 4"]);
  }));

Deno.test("a chain that changes behind a thinned middle goes back to what is there", () =>
  withStore(async (store) => {
    const built = chain([1, 2, 3]);
    const { scheduler } = summing({ store });
    await scheduler.resolve(built[2]!);
    await store.remove((await scheduler.peek(built[1]!))!.key);
    const { scheduler: other, executed } = summing({ store });
    const entry = await other.resolve(chain([1, 2, 30])[2]!);
    assert.equal(await valueOf(entry), 33);
    assert.deepEqual(executed, ["epoch 2", "epoch 3"]);
  }));

Deno.test("what was thinned away while running is made again when asked for", () =>
  withStore(async (store) => {
    const [first, second] = chain([1, 2]);
    const { scheduler, executed } = summing({ store });
    await scheduler.resolve(second!);
    await store.remove((await scheduler.peek(first!))!.key);
    assert.equal(await valueOf(await scheduler.resolve(first!)), 1);
    assert.deepEqual(executed, ["input", "epoch 1", "epoch 2", "epoch 1"]);
  }));

Deno.test("an edit at the start of a chain changes all of it, though a value be equal", () =>
  withStore(async (store) => {
    await summing({ store }).scheduler.resolve(chain([1, 2])[1]!);
    const { scheduler, executed } = summing({ store });
    // 1 + 2 = 2 + 1, but the trajectory is another: nothing is cut off.
    await scheduler.resolve(chain([2, 1])[1]!);
    assert.deepEqual(executed, ["epoch 1", "epoch 2"]);
  }));

Deno.test("an input of a virtual node reaches the key of what comes after", () =>
  withStore(async (store) => {
    const { scheduler, executed } = summing({ store });
    await scheduler.resolve(chain([1])[0]!);
    await scheduler.resolve(chain([1], sum("input", { add: 7 }))[0]!);
    assert.deepEqual(executed, ["input", "epoch 1", "input", "epoch 1"]);
  }));

Deno.test("a virtual node is no input to be read: only its key counts", () =>
  withStore(async (store) => {
    const start: Computed = {
      name: "start",
      kind: "start",
      version: 1,
      params: { seed: 1 },
      inputs: {},
      virtual: true,
    };
    const { scheduler, executed } = summing({ store });
    const node = sum("node", { add: 1, inputs: { start } });
    assert.equal(await valueOf(await scheduler.resolve(node)), 1);
    const other = { ...start, params: { seed: 2 } };
    await scheduler.resolve(sum("node", { add: 1, inputs: { start: other } }));
    assert.deepEqual(executed, ["node", "node"]);
  }));

Deno.test("a chain of thousands of epochs ends no stack", () =>
  withStore(async (store) => {
    const built = chain(Array<number>(20_000).fill(1));
    const { scheduler } = summing({ store });
    await scheduler.resolve(built[0]!);
    assert.equal(await scheduler.peek(built.at(-1)!), undefined);
  }));
