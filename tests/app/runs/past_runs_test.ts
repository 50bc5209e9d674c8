import assert from "node:assert/strict";
import { locate } from "../../../src/app/address/locate.ts";
import { knownPast } from "../../../src/app/runs/past_runs.ts";
import { RunStore } from "../../../src/app/runs/run_store.ts";
import { withFolder } from "../../_folder.ts";
import { outcome, start } from "../_records.ts";

Deno.test("knownPast() knows how the latest run split its batches, if it did", () =>
  withFolder(async (storeRoot) => {
    const address = await locate("xor");
    const read = () => knownPast(address, { storeRoot, emit: () => {} });
    const record = (id: string, adapter: { readonly batches?: string }) => {
      using runs = RunStore.open(storeRoot);
      runs.begin(start(id, address.slug));
      runs.finish(id, { ...outcome("ok"), adapter: { ...adapter } }, []);
    };
    record("r1", { batches: "2 micro-batches of 8" });
    assert.equal((await read()).batches, "2 micro-batches of 8");
    record("r2", {});
    assert.equal((await read()).batches, undefined);
  }));
