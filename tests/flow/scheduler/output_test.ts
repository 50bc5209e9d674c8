import assert from "node:assert/strict";
import type { Computed } from "../../../src/flow/graph/node.ts";
import { RUN_LOG, Scheduler } from "../../../src/flow/scheduler/scheduler.ts";
import { withStore } from "../_store.ts";

const node = (seed: number): Computed => ({
  name: "epoch",
  kind: "epoch",
  version: 1,
  params: { seed },
  inputs: {},
});

Deno.test("the run's log is stored, and no part of the output's hash", () =>
  withStore(async (store) => {
    assert.equal(RUN_LOG, "history.json");
    let seconds = 0;
    const scheduler = new Scheduler({
      store,
      emit: () => {},
      executors: {
        epoch: async ({ folder }) => {
          await Deno.writeTextFile(`${folder}/checkpoint`, "the same");
          await Deno.writeTextFile(`${folder}/${RUN_LOG}`, `${seconds++}`);
        },
      },
    });
    const one = await scheduler.resolve(node(1));
    const two = await scheduler.resolve(node(2));
    assert.notEqual(one.key, two.key);
    assert.deepEqual(
      [await one.readJson(RUN_LOG), await two.readJson(RUN_LOG)],
      [0, 1],
    );
    assert.equal(one.meta.outHash, two.meta.outHash);
  }));

Deno.test("what computed is asked for when it has: it may open the device", () =>
  withStore(async (store) => {
    let adapter: string | null = null;
    const scheduler = new Scheduler({
      store,
      emit: () => {},
      provenance: () => ({ adapter }),
      executors: {
        epoch: async ({ folder }) => {
          adapter = "llvmpipe";
          await Deno.writeTextFile(`${folder}/checkpoint`, "x");
        },
      },
    });
    const entry = await scheduler.resolve(node(1));
    assert.deepEqual(entry.meta.provenance, { adapter: "llvmpipe" });
    const found = await store.find(entry.key);
    assert.deepEqual(found?.meta.provenance, { adapter: "llvmpipe" });
  }));
