import assert from "node:assert/strict";
import { epochName } from "../../../src/flow/graph/epoch_name.ts";

Deno.test("An epoch is named by its phase and its place in that", () => {
  assert.equal(epochName({ phase: "full", epoch: 3 }), "fit/full/3");
});
