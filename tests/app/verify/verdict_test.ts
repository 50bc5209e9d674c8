import assert from "node:assert/strict";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import type { LockedRun } from "../../../src/app/lock/lock.ts";
import { tolerancesOf } from "../../../src/app/verify/tolerances.ts";
import { verdictOf } from "../../../src/app/verify/verdict.ts";
import { nodes, run, sorted } from "../_locked_runs.ts";

const OTHER = { name: "H100", deno: "2.9.6", description: "H100 there" };

const judged = (
  found: Partial<LockedRun>,
  stated: { readonly [metric: string]: number } = {},
) => verdictOf(sorted(run()), run(found), tolerances(stated));

/** As a pipeline states them. */
function tolerances(stated: { readonly [metric: string]: number } = {}) {
  const expect = Object.entries(stated).map(([metric, bound]) =>
    ({ metric, relation: "within", bound }) as const
  );
  return tolerancesOf({ expect });
}

Deno.test("equal hashes are the same, whatever computed them", () => {
  for (const adapter of [run().adapter, OTHER]) {
    const { same, comparison, first } = judged({ adapter });
    assert.deepEqual({ same, comparison, first }, {
      same: true,
      comparison: "hashes",
      first: null,
    });
  }
});

Deno.test("on the same machine one other bit is a difference", () => {
  const { same, comparison, first } = judged({ nodes: nodes("predictions") });
  assert.equal(same, false);
  assert.equal(comparison, "hashes");
  assert.equal(first?.node, "predictions");
});

Deno.test("on another machine metrics are compared within two hundredths", () => {
  const near = judged({
    adapter: OTHER,
    nodes: nodes("fit/full/1", "predictions", "metrics/error_rate", "model"),
    epochs: { "fit/frozen/1": { train_loss: 0.6, valid_loss: 0.3 } },
    metrics: { error_rate: 0.065 },
  });
  assert.equal(near.same, true);
  assert.equal(near.comparison, "metrics");
  assert.deepEqual(near.machine, [
    { name: "adapter", recorded: "llvmpipe", found: "H100" },
  ]);
  assert.deepEqual(near.metrics["error_rate"], {
    recorded: 0.05,
    found: 0.065,
    tolerance: 0.02,
    stated: false,
  });
  assert.ok(near.differences.length > 4, "what is excused is told");

  const far = judged({ adapter: OTHER, metrics: { error_rate: 0.08 } });
  assert.equal(far.same, false);
  assert.equal(far.first?.what, "value");
  const absent = judged({ adapter: OTHER, metrics: {} });
  assert.equal(absent.first?.node, "metrics/error_rate");
});

Deno.test("a tolerance that the pipeline states counts, zero too", () => {
  const found = { adapter: OTHER, metrics: { error_rate: 0.065 } };
  assert.equal(judged(found, { error_rate: 0.01 }).same, false);
  assert.equal(judged(found, { error_rate: 0 }).same, false);
  const wide = judged(found, { error_rate: 0.5 });
  assert.equal(wide.same, true);
  assert.equal(wide.metrics["error_rate"]?.stated, true);
  assert.equal(judged(found, { other: 0 }).same, true);
});

Deno.test("the default grows with what is no share", () => {
  const { tolerance } = tolerances()("rmse", 300);
  assert.equal(tolerance, 6);
  assert.equal(tolerances()("rmse", -300).tolerance, 6);
});

Deno.test("what comes before training is the same on every machine", () => {
  for (const node of ["source", "label", "split", "statistics", "input"]) {
    const { same, first } = judged({ adapter: OTHER, nodes: nodes(node) });
    assert.equal(same, false, node);
    assert.equal(first?.node, node);
  }
});

Deno.test("other kernels and another Deno are another machine", () => {
  const older = judged({
    versions: { tfjs: "4.22.0", kernels: 5 },
    nodes: nodes("model"),
  });
  assert.equal(older.same, true);
  assert.deepEqual(older.machine, [
    { name: "version of the kernels", recorded: 4, found: 5 },
  ]);
  const adapter = { name: "llvmpipe", deno: "3.0.0", description: "new words" };
  assert.deepEqual(judged({ adapter }).machine, [
    { name: "Deno", recorded: "2.9.6", found: "3.0.0" },
  ]);
  assert.deepEqual(
    judged({ adapter: null }).machine.map(({ name, found }) => [name, found]),
    [["adapter", null], ["Deno", null]],
  );
});

Deno.test("stages whose settings changed are named", () => {
  const { settings } = judged({
    settings: { split: sha256("split"), fit: sha256("longer") },
  });
  assert.deepEqual(settings, ["fit"]);
});
