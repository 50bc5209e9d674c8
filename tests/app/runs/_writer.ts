/**
 * Records ten runs: `_writer.ts <store> <name>`.
 *
 * @module
 */
import { RunStore } from "../../../src/app/runs/run_store.ts";
import { outcome, start } from "../_records.ts";

const [root = "", name = ""] = Deno.args;
for (let at = 0; at < 10; at++) {
  const id = `${name}-${at}`;
  using runs = RunStore.open(root);
  runs.begin(start(id));
  runs.finish(id, outcome("ok"), []);
}
