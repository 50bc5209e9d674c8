import assert from "node:assert/strict";
import { z } from "zod";
import { registryName } from "../../src/flow/pipeline/stages.ts";
import type { Stage } from "../../src/flow/stage/stage.ts";
import * as leat from "../../mod.ts";
import { registry } from "../../src/stages/registry.ts";

const shares = { valid: 0.2, seed: 1 };

/** One of each stage but architectures, with settings where some are needed. */
const stages: readonly Stage[] = [
  leat.images("./photos"),
  leat.rows([{ a: 1, b: "x", c: null }], { id: "b" }),
  leat.table("t.csv", z.object({ a: z.number() }), { id: "a", file: "u.csv" }),
  leat.random(shares),
  leat.after("day", "2015-01-01", { test: "2016-01-01" }),
  leat.folders({ test: "test" }),
  leat.byGroup("driver", shares),
  leat.byGroup(() => 1, shares),
  leat.image({ size: 64 }),
  leat.features({ continuous: ["a"], categorical: ["b"] }),
  leat.augment(),
  leat.augment({ size: 32, minScale: 0.75 }),
  leat.flip(),
  leat.rotate(),
  leat.zoom(),
  leat.warp(),
  leat.randomResizedCrop({ size: 32 }),
  leat.brightness(),
  leat.contrast(),
  leat.normalize(),
  leat.crossEntropy(),
  leat.mse(),
  leat.binaryCrossEntropy(),
  leat.errorRate(),
  leat.accuracy(),
  leat.rmse(),
  leat.f1({ average: "macro" }),
  leat.f1({ average: "binary", positive: true }),
  leat.constant(1),
  leat.oneCycle(1),
  leat.fineTune(1),
];

Deno.test("the registry makes every stage again from its description, as text", () => {
  for (const stage of stages) {
    const factory = registry.get(registryName(stage.role, stage.op));
    assert.ok(factory, `${stage.role}/${stage.op} is not in the registry`);
    assert.equal(factory.version, stage.version);
    const again = factory(JSON.parse(JSON.stringify(stage.params)));
    assert.deepEqual(again.params, stage.params);
    assert.deepEqual(
      [again.role, again.op, again.version],
      [stage.role, stage.op, stage.version],
    );
  }
});

Deno.test("the registry holds no stage that is left out here", () => {
  const shown = new Set(stages.map(({ role, op }) => registryName(role, op)));
  const held = [...registry.keys()].filter((name) =>
    !name.startsWith("architecture/")
  );
  assert.deepEqual(held.toSorted(), [...shown].toSorted());
});

Deno.test("stages are called by the names that mod.ts exports", () => {
  const exported = new Set(Object.keys(leat));
  for (const { op } of registry.values()) assert.ok(exported.has(op), op);
});
