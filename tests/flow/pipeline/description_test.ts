import assert from "node:assert/strict";
import type { Json } from "../../../src/flow/kinds/json.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import { pipelineDescription } from "../../../src/flow/pipeline/description.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import { table, untyped } from "../_pipelines.ts";

const description = describe(ownStages(untyped(table)));

/** The same with other params of `fit`. */
const withParams = (params: unknown) => ({
  ...description,
  fit: { ...description.fit, params },
});

/** A list in a list in a list. */
function nested(depth: number): Json {
  let value: Json = 0;
  for (let at = 0; at < depth; at++) value = [value];
  return value;
}

const accepts = (value: unknown) =>
  pipelineDescription.safeParse(value).success;

Deno.test("a description takes any plain params", () => {
  assert.ok(accepts(withParams({ a: [1, -2.5, "x", null, { b: false }] })));
  assert.ok(accepts(withParams({})));
});

Deno.test("a description refuses what JSON could not carry", () => {
  const values = [NaN, Infinity, () => 1, 1n, Symbol("s"), undefined];
  for (const value of values) {
    assert.ok(!accepts(withParams({ value })), String(value));
    assert.ok(!accepts(withParams({ in: [value] })), String(value));
  }
});

Deno.test("a description refuses missing, unknown and misnamed parts", () => {
  const { fit: _fit, ...without } = description;
  const { format: _format, ...unformatted } = description;
  const wrong = [
    null,
    without,
    unformatted,
    { ...description, format: 2 },
    { ...description, label: "name" },
    { ...description, metrics: description.loss },
    { ...description, fit: { ...description.fit, run: 1 } },
    { ...description, fit: { ...description.fit, op: "" } },
    { ...description, fit: { ...description.fit, op: "a".repeat(101) } },
    { ...description, fit: { ...description.fit, version: 1.5 } },
    { ...description, fit: { ...description.fit, version: -1 } },
    { ...description, transforms: Array(101).fill(description.loss) },
    withParams([]),
    withParams(null),
    withParams("epochs"),
  ];
  for (const value of wrong) assert.ok(!accepts(value), JSON.stringify(value));
});

Deno.test("a description is at most 32 deep, however it was made", () => {
  assert.ok(accepts(withParams({ value: nested(31) })));
  const { error } = pipelineDescription.safeParse(
    withParams({ value: nested(32) }),
  );
  assert.deepEqual(error?.issues.map(({ path, message }) => [path, message]), [
    [["fit", "params"], "is nested more than 32 deep"],
  ]);
  // As deep as a few megabytes of text go: no stack may end here.
  const bottomless = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
  assert.ok(!accepts(withParams({ value: bottomless })));
  const circle: Record<string, unknown> = {};
  circle["a"] = circle["b"] = circle;
  assert.ok(!accepts(withParams(circle)));
});

Deno.test("a description takes claims and knobs, and no forged ones", () => {
  const claim = { metric: "error_rate", relation: "below", bound: 0.1 };
  const withClaim = (changed: object) =>
    accepts({ ...description, expect: [{ ...claim, ...changed }] });
  const withKnob = (name: string, value: unknown) =>
    accepts({ ...description, knobs: { [name]: value } });
  assert.ok(withClaim({}));
  assert.ok(withKnob("learningRate", [1, { a: null }]));
  assert.ok(!withClaim({ relation: "near" }));
  assert.ok(!withClaim({ bound: NaN }));
  assert.ok(!withClaim({ metric: "\x1b[2J" }));
  assert.ok(!accepts({ ...description, expect: Array(101).fill(claim) }));
  assert.ok(!withKnob("\x1b[2J", 1));
  assert.ok(!withKnob("fit.epochs", 1));
  assert.ok(!withKnob("deep", nested(33)));
  assert.ok(!withKnob("none", () => 1));
});
