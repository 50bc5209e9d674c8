import assert from "node:assert/strict";
import { telling } from "../../../src/app/cli/telling.ts";

Deno.test("A command whose events blame what was typed exits with 2", () => {
  const shown: string[] = [];
  const { emit, exitCode } = telling<{ type: string; stage?: string }>({
    show: ({ type }) => void shown.push(type),
  });
  emit({ type: "error", stage: "source" });
  assert.equal(exitCode(1), 1);
  emit({ type: "error", stage: "command" });
  emit({ type: "run.end" });
  assert.equal(exitCode(1), 2);
  assert.deepEqual(shown, ["error", "error", "run.end"]);
});
