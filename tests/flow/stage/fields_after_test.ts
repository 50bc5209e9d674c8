import assert from "node:assert/strict";
import { augment, flip, normalize, randomResizedCrop } from "../../../mod.ts";
import { fieldsAfter } from "../../../src/flow/stage/fields_after.ts";
import type { Field } from "../../../src/flow/stage/input.ts";

const pixels: Field = { name: "pixels", dtype: "uint8", shape: [46, 46, 3] };
const numbers: Field = { name: "numbers", dtype: "float32", shape: [5] };

const after = (
  fields: readonly Field[],
  ...stages: ReturnType<typeof flip>[]
) => fieldsAfter(fields, stages.map(({ behaviour }) => behaviour));

Deno.test("fieldsAfter() leaves fields as they are where no transform sets a size", () => {
  assert.deepEqual(after([pixels, numbers], flip(), augment(), normalize()), [
    pixels,
    numbers,
  ]);
});

Deno.test("fieldsAfter() gives images the size of the last transform that sets one", () => {
  const small = augment({ size: 22, minScale: 0.75 });
  const [image, other] = after([pixels, numbers], flip(), small, normalize());
  assert.deepEqual(image, { ...pixels, shape: [22, 22, 3] });
  assert.equal(other, numbers);
  const [last] = after([pixels], small, randomResizedCrop({ size: 16 }));
  assert.deepEqual(last?.shape, [16, 16, 3]);
});
