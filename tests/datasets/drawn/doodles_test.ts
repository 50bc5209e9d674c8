import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  doodleCount,
  doodleMarkup,
  drawDoodle,
} from "../../../datasets/drawn/doodles.ts";

Deno.test("doodleMarkup() is the same text on every machine", () => {
  const drawn = Array.from(
    { length: 32 },
    (_, index) => doodleMarkup(42, index),
  );
  assert.equal(new Set(drawn).size, 32);
  const digest = createHash("sha256").update(drawn.join("\n")).digest("hex");
  assert.equal(
    digest,
    "6cda74631850068164e5e4033d1af80b8fe6e3aa27fe0661cb367318dda3ad5d",
  );
});

Deno.test("doodleMarkup() holds finite numbers of two decimals", () => {
  for (let index = 0; index < 96; index++) {
    const markup = doodleMarkup(3, index);
    assert.doesNotMatch(markup, /\.\d{3}|\de-|NaN|Infinity|undefined/);
  }
});

Deno.test("drawDoodle() takes sixteen classes in turn, no cat or dog among them", async () => {
  const drawn = await Promise.all(
    Array.from({ length: 17 }, (_, index) => drawDoodle(42, index)),
  );
  const labels = new Set(drawn.map(({ label }) => label));
  assert.equal(labels.size, 16);
  assert.ok(!labels.has("cat") && !labels.has("dog"));
  assert.equal(drawn[0]?.name, "bear_1.jpg");
  assert.equal(drawn[16]?.name, "bear_2.jpg");
  assert.equal(doodleCount % 16, 0);
});

Deno.test("drawDoodle() gives the same bytes twice", async () => {
  assert.deepEqual(await drawDoodle(42, 7), await drawDoodle(42, 7));
});

Deno.test("drawDoodle() refuses an index that is no index", async () => {
  await assert.rejects(drawDoodle(42, 1.5), {
    name: "RangeError",
    message: "Cannot draw doodle 1.5: the index must be an integer from 0",
  });
});
