import assert from "node:assert/strict";
import { claim } from "../../../src/stages/expect/claim.ts";
import { errorRate } from "../../../src/stages/metrics/error_rate.ts";
import { f1 } from "../../../src/stages/metrics/f1.ts";

Deno.test("claim() is about a metric with its params, or about a name", () => {
  const binary = claim(f1({ average: "binary", positive: "rain" })).above(0.8);
  assert.deepEqual(binary.about, {
    op: "f1",
    params: { average: "binary", positive: "rain" },
  });
  assert.deepEqual([binary.relation, binary.bound], ["above", 0.8]);
  const loss = claim("valid_loss").below(0.5);
  assert.deepEqual([loss.about, loss.relation], [
    { name: "valid_loss" },
    "below",
  ]);
});

Deno.test("claim() refuses bounds that are no finite numbers", () => {
  const wrong: unknown[] = [NaN, Infinity, "0.08", undefined];
  for (const bound of wrong) {
    assert.throws(() => errorRate.below(bound as number), {
      name: "PipelineError",
      message:
        /^Cannot claim "error_rate below (NaN|Infinity|string|undefined)": expected a finite number$/,
      stage: "expect",
    });
  }
  assert.throws(() => errorRate.within(-0.01), {
    message:
      'Cannot claim "error_rate within -0.01": expected a finite number, of at least 0',
  });
  assert.equal(errorRate.within(0).bound, 0);
  assert.equal(errorRate.above(-1).bound, -1);
});

Deno.test("claim() says what nothing can be claimed of", () => {
  // Wrong on purpose: the compiler refuses these.
  const wrong = claim as (about: unknown) => void;
  assert.throws(() => wrong(errorRate), {
    message: "Cannot claim anything of the function errorRate",
    remedy: 'Give a metric or a name: claim(errorRate()), claim("valid_loss")',
  });
  assert.throws(() => wrong(3), { message: "Cannot claim anything of 3" });
  assert.throws(() => wrong(undefined), /Cannot claim anything of undefined/);
});
