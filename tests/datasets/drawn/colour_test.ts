import assert from "node:assert/strict";
import { hex, lighter, near } from "../../../datasets/drawn/colour.ts";
import { stream } from "../../../datasets/drawn/_random.ts";

Deno.test("hex() agrees with the names of CSS colours", () => {
  assert.equal(hex([0, 100, 50]), "#ff0000");
  assert.equal(hex([120, 100, 25]), "#008000"); // green, rounded up
  assert.equal(hex([240, 100, 50]), "#0000ff");
  assert.equal(hex([39, 100, 50]), "#ffa600"); // orange but for its hue, 38.8
  assert.equal(hex([0, 0, 100]), "#ffffff");
});

Deno.test("hex() takes hues outside the circle", () => {
  assert.equal(hex([-120, 100, 50]), hex([240, 100, 50]));
  assert.equal(hex([480, 100, 50]), hex([120, 100, 50]));
});

Deno.test("lighter() and near() stay within black and white", () => {
  assert.deepEqual(lighter([10, 20, 95], 30), [10, 20, 100]);
  assert.deepEqual(lighter([10, 20, 5], -30), [10, 20, 0]);
  const random = stream(1, "near");
  for (let n = 0; n < 100; n++) {
    const [, saturation, lightness] = near([0, 2, 98], random);
    assert.ok(saturation >= 0 && lightness <= 100);
  }
});
