import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import sharp from "sharp";
import { drawPet, petCount, petMarkup } from "../../../datasets/drawn/pets.ts";

Deno.test("petMarkup() is the same text on every machine", () => {
  assert.equal(
    digest(petMarkup(42, 0)),
    "e7d60a7ca534d3399464caaa18abdd12135ffff866846f54fe6acc85adec0a90",
  );
  assert.equal(
    digest(petMarkup(42, 12)),
    "d364cf8c2e1557e69fb869ccf94af51d54e6b5ad1e3e41b632e4bbb14426cc54",
  );
  assert.equal(
    digest(petMarkup(7, 599)),
    "d62bfb5f1c0b58862c484dbe8b7b00431e195754282733bb4f38b75d6507bbbe",
  );
});

Deno.test("petMarkup() differs by seed and by index", () => {
  const drawn = [1, 2].flatMap((seed) =>
    Array.from({ length: 60 }, (_, index) => petMarkup(seed, index))
  );
  assert.equal(new Set(drawn).size, 120);
});

Deno.test("petMarkup() holds finite numbers of two decimals", () => {
  for (let index = 0; index < 90; index++) {
    const markup = petMarkup(42, index);
    assert.doesNotMatch(markup, /\.\d{3}|\de-|NaN|Infinity|undefined/);
  }
});

Deno.test("drawPet() gives the same bytes twice", async () => {
  assert.deepEqual(await drawPet(42, 5), await drawPet(42, 5));
});

Deno.test("drawPet() makes small colour JPEG files", async () => {
  const { bytes } = await drawPet(42, 31);
  const { format, width, channels } = await sharp(bytes).metadata();
  assert.equal(format, "jpeg");
  assert.equal(channels, 3);
  assert.ok(width >= 90 && width <= 140);
  assert.ok(bytes.length < 16_384);
});

Deno.test("drawPet() names files as the photographs are named", async () => {
  const names = await Promise.all(
    [0, 30, 12, 59, 599].map(async (index) => (await drawPet(1, index)).name),
  );
  assert.deepEqual(names, [
    "Abyssinian_1.jpg",
    "Abyssinian_2.jpg",
    "american_bulldog_1.jpg",
    "yorkshire_terrier_2.jpg",
    "yorkshire_terrier_20.jpg",
  ]);
});

Deno.test("the sample is large enough, and no majority guess is right", async () => {
  assert.ok(petCount >= 400);
  assert.equal(petCount % 30, 0);
  const labels = await Promise.all(
    Array.from({ length: 30 }, async (_, index) => await drawPet(1, index)),
  );
  const cats = labels.filter(({ name }) => /^[A-Z]/.test(name)).length;
  assert.equal(cats / labels.length, 0.4);
});

Deno.test("drawPet() refuses an index that is no index", async () => {
  await assert.rejects(drawPet(42, -1), {
    name: "RangeError",
    message: "Cannot draw pet -1: the index must be an integer from 0",
  });
  assert.throws(() => petMarkup(42, 0.5), RangeError);
});

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
