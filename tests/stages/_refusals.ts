import assert from "node:assert/strict";
import { PipelineError } from "../../src/base/errors/pipeline_error.ts";

/** What fails unless settings of a stage are refused with a message that matches. */
export function refusing(stage: string) {
  return (make: () => unknown, message: RegExp): void =>
    assert.throws(make, (error) => {
      assert.ok(error instanceof PipelineError);
      assert.match(error.message, message);
      assert.equal(error.stage, stage);
      return true;
    });
}

/** Patterns of a stage's errors about items, for `assert.throws` and `assert.rejects`. */
export function refusals(stage: string) {
  return (message: string, remedy?: RegExp) => (error: unknown) => {
    assert.ok(error instanceof PipelineError, String(error));
    assert.equal(error.message, message);
    assert.equal(error.stage, stage);
    assert.ok(error.item);
    assert.match(error.remedy ?? "", remedy ?? /./);
    return true;
  };
}
