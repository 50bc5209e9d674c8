import assert from "node:assert/strict";
import {
  readArguments,
  SUITE_NAMES,
} from "../../../scripts/bench/arguments.ts";

Deno.test("bench measures everything, in full, as a table, unless told", () => {
  assert.deepEqual(readArguments([]), {
    suites: SUITE_NAMES,
    json: false,
    quick: false,
    only: "",
  });
});

Deno.test("bench measures the suites that are named, in their own order and once", () => {
  const { suites, json, quick, only } = readArguments(
    ["peers", "step", "peers", "--", "--json", "--quick", "--only", "128 px"],
  );
  assert.deepEqual(suites, ["step", "peers"]);
  assert.ok(json && quick);
  assert.equal(only, "128 px");
});

Deno.test("bench refuses a suite and an option that it does not know", () => {
  assert.throws(() => readArguments(["kernel"]), {
    name: "CommanderError",
    message: /'kernel' is invalid.+step, kernels, epoch, start, memory, peers/,
  });
  assert.throws(() => readArguments(["--fast"]), /unknown option '--fast'/);
});
