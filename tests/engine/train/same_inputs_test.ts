import assert from "node:assert/strict";
import * as leat from "leat";
import { augmentsNothing } from "../../../src/engine/train/same_inputs.ts";

Deno.test("augmentsNothing() tells transforms that leave an item as it is from others", () => {
  const same = [leat.normalize(), leat.testTimeAugmentation()];
  const behaviours = same.map(({ behaviour }) => behaviour);
  assert.ok(augmentsNothing([]));
  assert.ok(augmentsNothing(behaviours));
  const changing = [
    leat.flip(),
    leat.rotate(10),
    leat.brightness(),
    leat.warp(),
    leat.mixup(),
    leat.cutmix(),
    leat.randomErasing(),
    leat.randomResizedCrop({ size: 8 }),
    leat.augment(),
  ];
  for (const { op, behaviour } of changing) {
    assert.equal(augmentsNothing([...behaviours, behaviour]), false, op);
  }
});

Deno.test("augmentsNothing() does not trust what may draw", () => {
  const apply = leat.normalize().behaviour;
  assert.ok("apply" in apply);
  const { draws: _, ...unsaid } = apply;
  assert.equal(augmentsNothing([unsaid]), false);
});
