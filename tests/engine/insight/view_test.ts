import assert from "node:assert/strict";
import * as leat from "leat";
import { viewOf } from "../../../src/engine/insight/view.ts";
import type { PipelineStages } from "../../../src/flow/pipeline/stages.ts";

function seen(input: unknown, transforms: readonly unknown[] = []) {
  // Stages of any kinds: only what they do to pictures counts.
  return viewOf({ input, transforms } as unknown as PipelineStages);
}

const whole = { left: 0, top: 0, width: 1, height: 1 };

Deno.test("a network sees the square that the input makes", () => {
  assert.deepEqual(seen(leat.image({ size: 8 })), { fit: "crop", ...whole });
  const squished = leat.image({ size: 8, method: "squish" });
  const training = [leat.flip(), leat.rotate(10), leat.normalize()];
  assert.deepEqual(seen(squished, training), { fit: "squish", ...whole });
});

Deno.test("of a crop at validation it sees the middle", () => {
  const crop = leat.randomResizedCrop({ size: 224, validExtra: 0.14 });
  const view = seen(leat.image({ size: 300 }), [crop]);
  assert.ok(view);
  // 224 of 256 pixels, in the middle.
  assert.ok(Math.abs(view.width - 0.875) < 0.01, `${view.width}`);
  assert.ok(Math.abs(view.left - (1 - view.width) / 2) < 1e-6);
  assert.deepEqual([view.top, view.height], [view.left, view.width]);
});

Deno.test("nobody can say what another input or transform lets it see", () => {
  assert.equal(seen(leat.features({ continuous: ["x"] })), undefined);
  const turned = {
    role: "transforms",
    op: "turned",
    params: {},
    behaviour: { when: "always", apply: () => {} },
  };
  assert.equal(seen(leat.image({ size: 8 }), [turned]), undefined);
});
