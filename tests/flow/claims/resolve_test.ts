import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import { resolveClaims } from "../../../src/flow/claims/resolve.ts";
import { photographs, table } from "../_pipelines.ts";

const { claim, errorRate, f1 } = leat;
const macro = f1({ average: "macro" });
const binary = f1({ average: "binary" });

Deno.test("a claim goes by the name that its metric has in results", () => {
  const { spec } = leat.pipeline({
    ...table.spec,
    metrics: [errorRate(), macro, binary],
    expect: [
      errorRate.below(0.08),
      claim(binary).above(0.8),
      claim(macro).within(0.01),
      claim("f1_2").above(0.5),
      claim("valid_loss").below(0.3),
    ],
  });
  assert.deepEqual(resolveClaims(spec), [
    { metric: "error_rate", relation: "below", bound: 0.08 },
    { metric: "f1_2", relation: "above", bound: 0.8 },
    { metric: "f1", relation: "within", bound: 0.01 },
    { metric: "f1_2", relation: "above", bound: 0.5 },
    { metric: "valid_loss", relation: "below", bound: 0.3 },
  ]);
});

Deno.test("a claim about what is not listed is refused when it is written", () => {
  const claiming = (
    expect: readonly leat.Claim[],
    metrics: readonly leat.Metric<leat.Category>[] = [errorRate()],
  ) =>
  () => leat.pipeline({ ...table.spec, metrics, expect });
  assert.throws(claiming([leat.accuracy.above(0.9)]), {
    name: "PipelineError",
    message:
      'Cannot claim anything of "accuracy": the pipeline has no such figure',
    remedy:
      "Add it to metrics, or claim something of error_rate, valid_loss, train_loss",
    stage: "expect",
  });
  assert.throws(claiming([claim(binary).above(0.9)], [macro]), {
    message:
      'Cannot claim anything of "f1 {"average":"binary"}": the pipeline has no such figure',
  });
  assert.throws(claiming([f1.above(0.9)], [macro, binary]), {
    message: 'Cannot tell which "f1" is claimed: the pipeline has 2',
    remedy: 'Say it by name: claim("f1") or claim("f1_2")',
  });
  assert.throws(claiming([claim("error_rate_tta").below(1)]), {
    message: /"error_rate_tta": the pipeline has no such figure/,
  });
  assert.throws(claiming([claim("errorRate").below(1)]), {
    message: /"errorRate": the pipeline has no such figure/,
  });
});

Deno.test("what is judged over several views can be claimed too", () => {
  const { spec } = leat.pipeline({
    ...photographs.spec,
    transforms: [leat.flip(), leat.testTimeAugmentation()],
    expect: [claim("error_rate_tta").below(0.05), errorRate.below(0.06)],
  });
  assert.deepEqual(
    resolveClaims(spec).map(({ metric }) => metric),
    ["error_rate_tta", "error_rate"],
  );
});

Deno.test("a spread keeps the claims, and refuses them where they mean nothing", () => {
  const claiming = leat.pipeline({
    ...table.spec,
    expect: [errorRate.below(0.5)],
  });
  const longer = leat.pipeline({ ...claiming.spec, fit: leat.constant(3) });
  assert.equal(resolveClaims(longer.spec).length, 1);
  const { spec } = leat.pipeline({ ...claiming.spec, expect: [] });
  assert.deepEqual(resolveClaims(spec), []);
  assert.throws(
    () => leat.pipeline({ ...claiming.spec, metrics: [] }),
    { message: /^Cannot claim anything of "error_rate"/ },
  );
});

Deno.test("pipeline() refuses what is no claim under expect", () => {
  const under = (expect: unknown) => () =>
    leat.pipeline({ ...table.spec, expect: expect as [] });
  assert.throws(under([errorRate()]), {
    message: 'Cannot use errorRate(), a stage of "metrics", as "expect[0]"',
    remedy: "Claim something of a metric: errorRate.below(0.08)",
  });
  assert.throws(under(errorRate.below(1)), {
    message: 'Cannot use an object as "expect"',
    remedy: "Put it into a list: [ … ]",
  });
  const forged = { about: { op: "errorRate" }, relation: "below", bound: 1 };
  assert.throws(under([forged]), { message: /an object as "expect\[0\]"/ });
});
