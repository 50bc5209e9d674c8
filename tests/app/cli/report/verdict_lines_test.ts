import assert from "node:assert/strict";
import { sha256 } from "../../../../src/base/codec/sha256.ts";
import type { LockedRun } from "../../../../src/app/lock/lock.ts";
import { tolerancesOf } from "../../../../src/app/verify/tolerances.ts";
import { verdictOf } from "../../../../src/app/verify/verdict.ts";
import { verdictLines } from "../../../../src/app/cli/report/verdict_lines.ts";
import { nodes, run } from "../../_locked_runs.ts";

const OTHER = { name: "H100", deno: "2.9.6" };

const lines = (found: Partial<LockedRun>) =>
  verdictLines(
    verdictOf(run(), run(found), tolerancesOf({})),
    "train it --lock",
  );

const short = (word: string) => sha256(word).slice(0, 10);

Deno.test("what is the same takes one line", () => {
  assert.deepEqual(lines({}), [
    "Same: every hash, loss and metric is as it was recorded",
  ]);
});

Deno.test("the first difference is told with both hashes and what to do", () => {
  assert.deepEqual(lines({ nodes: nodes("label", "model") }), [
    "Differs from label on: the same items have other labels",
    `  hash of label: ${short("label")} recorded, ${short("other label")} now`,
    "  label and model differ",
    "Restore what it was recorded with, or, if the change is wanted, record it anew: train it --lock",
  ]);
});

Deno.test("changed settings are told as the reason", () => {
  const settings = { split: sha256("split"), fit: sha256("longer") };
  const told = lines({ nodes: nodes("fit/full/1"), settings });
  assert.deepEqual(told.slice(2), [
    "Settings changed since it was recorded: fit",
    "If the change is wanted, record it anew: train it --lock",
  ]);
});

Deno.test("a difference that nothing explains says so", () => {
  const told = lines({ nodes: nodes("fit/full/1") });
  assert.match(told[2] ?? "", /^Neither settings nor what computes/);
  assert.match(told[3] ?? "", /in an empty one, record it anew: train it/);
});

Deno.test("another machine is told with what was compared in place of hashes", () => {
  const far = { metrics: { error_rate: 0.25 }, nodes: nodes("model") };
  assert.deepEqual(lines({ adapter: OTHER, nodes: nodes("model") }), [
    "Same, as far as another machine can tell: all before training bit for bit, metrics within their tolerance",
    "  error_rate: 0.0500 recorded, 0.0500 now; 0.0200 apart are allowed where the pipeline states nothing",
    "What computes is not what it was recorded with, and may round otherwise:",
    "  adapter: llvmpipe recorded, H100 now",
  ]);
  const told = lines({ adapter: OTHER, ...far });
  assert.equal(
    told[0],
    "Differs from metrics/error_rate on: it is further from the record than the tolerance allows",
  );
  assert.match(
    told.at(-1) ?? "",
    /state a wider tolerance, as .*, or record it anew/,
  );
});

Deno.test("a record of older kernels is told as such, even where all is the same", () => {
  for (const changed of [nodes(), nodes("model")]) {
    const told = lines({
      versions: { tfjs: "4.22.0", kernels: 5 },
      nodes: changed,
    });
    assert.ok(told.includes("  version of the kernels: 4 recorded, 5 now"));
    assert.match(told.at(-1) ?? "", /^The record is of older kernels\./);
  }
});
