import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import { changeText } from "../../../src/flow/pipeline/change_text.ts";
import { changesIn } from "../../../src/flow/pipeline/changes.ts";
import { describe } from "../../../src/flow/pipeline/describe.ts";
import { override } from "../../../src/flow/pipeline/override.ts";
import { ownStages } from "../../../src/flow/pipeline/stages.ts";
import type { Json } from "../../../src/flow/kinds/json.ts";
import { photographs, untyped } from "../_pipelines.ts";

const spec = {
  ...photographs.spec,
  transforms: [leat.rotate(5), leat.flip(), leat.rotate(8)],
  metrics: [leat.errorRate()],
  fit: leat.fineTune(1, {
    optimizer: leat.adamW(),
    callbacks: [leat.earlyStopping({ patience: 2 })],
  }),
};
const stages = ownStages(untyped({ spec }));
const before = describe(stages);

/** What differs when a pipeline has other keys. */
const changed = (keys: Record<string, unknown>) =>
  changesIn(
    "",
    before,
    describe(ownStages(untyped({
      spec: { ...spec, ...keys } as typeof spec,
    }))),
  );

const texts = (keys: Record<string, unknown>) => changed(keys).map(changeText);

Deno.test("changesIn() names what --set changed by the path that it took", () => {
  const settings: readonly (readonly [string, Json])[] = [
    ["fit.epochs", 3],
    ["transforms.rotate.degrees", 9],
    ["transforms.2.degrees", 9],
    ["fit.optimizer.beta2", 0.5],
    ["fit.callbacks.earlyStopping.patience", 4],
    ["split.seed", 43],
  ];
  for (const [path, value] of settings) {
    const after = describe(override(stages, { path, value }));
    const found = changesIn("", before, after);
    assert.deepEqual(found.map((each) => each.path), [path]);
    assert.equal(found[0]?.after, value);
    // The path leads back, too.
    const [change] = changesIn("", after, before);
    assert.equal(change?.path, path);
    assert.deepEqual(
      describe(override(override(stages, { path, value }), {
        path,
        value: change?.after ?? null,
      })),
      before,
    );
  }
});

Deno.test("changesIn() finds nothing between equal descriptions", () => {
  assert.deepEqual(changed({}), []);
  assert.deepEqual(changesIn("", { a: 1, b: -0 }, { b: 0, a: 1 }), []);
});

Deno.test("changesIn() tells another stage as one change", () => {
  assert.deepEqual(
    texts({ architecture: leat.resnet18() }).length,
    1,
  );
  const [change] = changed({ loss: leat.mse() });
  assert.equal(change?.path, "loss");
  assert.match(changeText(change), /^loss crossEntropy\(.*\) -> mse\(.*\)$/);
});

Deno.test("changesIn() tells what was put in, taken out and moved in a list", () => {
  const { transforms: [first, flip, last] } = spec;
  assert.deepEqual(texts({ transforms: [first, flip] }), [
    "transforms.2 rotate({ degrees: 8, probability: 0.75 }) -> none",
  ]);
  assert.deepEqual(
    texts({ transforms: [first, flip, last, leat.zoom()] })
      .map((text) => text.replace(/zoom\(.*/, "zoom(…")),
    [
      "transforms.zoom none -> zoom(…",
    ],
  );
  const [moved, ...rest] = changed({ transforms: [flip, first, last] });
  assert.deepEqual(rest, []);
  assert.equal(moved?.path, "transforms");
  // What stands before the new one keeps its name and its own changes.
  assert.deepEqual(
    changed({ transforms: [leat.zoom(), leat.rotate(6), flip, last] })
      .map(({ path }) => path),
    ["transforms.zoom", "transforms.rotate.degrees"],
  );
});

Deno.test("changesIn() keeps lists of plain values whole, and goes into others", () => {
  assert.deepEqual(changesIn("a.b", [1, 2], [1, 3]), [
    { path: "a.b", before: [1, 2], after: [1, 3] },
  ]);
  assert.deepEqual(
    changesIn("rows", [{ x: 1 }, { x: 2 }], [{ x: 1 }, { x: 3 }]),
    [
      { path: "rows.1.x", before: 2, after: 3 },
    ],
  );
  assert.deepEqual(
    changesIn("rows", [{ x: 1 }], [{ x: 1 }, { x: 3 }]).length,
    1,
  );
});

Deno.test("changesIn() stops where no path could lead further", () => {
  assert.deepEqual(changesIn("a", { "x.y": 1 }, { "x.y": 2 }), [
    { path: "a", before: { "x.y": 1 }, after: { "x.y": 2 } },
  ]);
  const hostile: Json = JSON.parse('{"__proto__": {"x": 1}}');
  assert.deepEqual(changesIn("a", hostile, {}), [
    { path: "a.__proto__", before: { x: 1 }, after: undefined },
  ]);
});

Deno.test("changeText() tells a stage of another version, and cuts what is long", () => {
  const stage = (version: number) => ({ op: "mlp", version, params: {} });
  const [change] = changesIn("architecture", stage(1), stage(2));
  assert.ok(change);
  assert.equal(changeText(change), "architecture mlp version 1 -> 2");
  const long = changeText({ path: "a", before: "x".repeat(99), after: null });
  assert.equal(long, `a "${"x".repeat(58)}… -> null`);
});
