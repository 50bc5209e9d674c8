import assert from "node:assert/strict";
import type { ClaimDescription } from "../../../src/flow/claims/claim.ts";
import { judgeClaims, toleranceOf } from "../../../src/flow/claims/judge.ts";

const row = (phase: string, epoch: number, valid_loss: number) => ({
  phase,
  epoch,
  epochs: 2,
  train_loss: valid_loss / 2,
  valid_loss,
  metrics: {},
  seconds: 1,
});

/** A training that kept its first epoch. */
const trained = {
  metrics: { error_rate: 0.0551, broken: NaN },
  history: [row("frozen", 1, 0.5), row("full", 1, 0.25), row("full", 2, 0.4)],
  outputs: { "fit/full/1": "hash", model: "hash" },
};

const below = (metric: string, bound: number): ClaimDescription => ({
  metric,
  relation: "below",
  bound,
});
const above = (metric: string, bound: number): ClaimDescription => ({
  metric,
  relation: "above",
  bound,
});
const within = (metric: string, bound: number): ClaimDescription => ({
  metric,
  relation: "within",
  bound,
});

const judged = (...claims: readonly ClaimDescription[]) =>
  judgeClaims(claims, trained).map(({ holds }) => holds);

Deno.test("a claim is told in words, with its figure", () => {
  assert.deepEqual(judgeClaims([below("error_rate", 0.08)], trained), [{
    text: "error_rate below 0.08",
    metric: "error_rate",
    relation: "below",
    bound: 0.08,
    value: 0.0551,
    holds: true,
  }]);
});

Deno.test("below and above leave the bound itself out", () => {
  assert.deepEqual(
    judged(
      below("error_rate", 0.0551),
      above("error_rate", 0.0551),
      below("error_rate", 0.056),
      above("error_rate", 0.055),
      above("error_rate", 0.056),
    ),
    [false, false, true, true, false],
  );
});

Deno.test("nothing is so of a figure that is no number, or is not there", () => {
  assert.deepEqual(
    judged(
      below("broken", 1),
      above("broken", 0),
      below("toString", 1),
    ),
    [false, false, false],
  );
});

Deno.test("the loss is that of the epoch that the model is made of", () => {
  const claims = [below("valid_loss", 0.3), below("train_loss", 0.2)];
  const values = judgeClaims(claims, trained).map(({ value }) => value);
  assert.deepEqual(values, [0.25, 0.125]);
});

Deno.test("what is to be near the lock is judged only where there is one", () => {
  const claims = [within("error_rate", 0.02)];
  assert.deepEqual(judgeClaims(claims, trained), []);
  const near = judgeClaims(claims, trained, { error_rate: 0.0472 });
  assert.deepEqual(near.map(({ text, holds }) => [text, holds]), [
    ["error_rate within 0.02 of the lock", true],
  ]);
  const holds = (locked: Readonly<Record<string, number>>) =>
    judgeClaims(claims, trained, locked)[0]?.holds;
  assert.equal(holds({ error_rate: 0.2 }), false);
  assert.equal(holds({}), false);
});

Deno.test("toleranceOf() is the narrowest of what is claimed of a metric", () => {
  const claims = [
    below("error_rate", 0.01),
    within("error_rate", 0.02),
    within("error_rate", 0.03),
    within("f1", 0),
  ];
  assert.equal(toleranceOf(claims, "error_rate"), 0.02);
  assert.equal(toleranceOf(claims, "f1"), 0);
  assert.equal(toleranceOf(claims, "accuracy"), undefined);
});
