import assert from "node:assert/strict";
import sharp, { type Sharp } from "sharp";
import { petMarkup } from "../../../datasets/drawn/pets.ts";
import { imageLook } from "../../../src/base/codec/image_look.ts";
import {
  hammingDistance,
  hashWords,
  perceptualHash,
} from "../../../src/base/codec/perceptual_hash.ts";

/** A drawn pet, as a picture that can be changed. */
function pet(number: number) {
  return sharp(new TextEncoder().encode(petMarkup(42, number)))
    .flatten({ background: "white" }).resize(200, 200, { fit: "fill" });
}

async function hashOf(image: Sharp) {
  const { hash } = await imageLook(new Uint8Array(await image.toBuffer()));
  return hashWords(hash);
}

Deno.test("a hash says where a picture darkens to the right", () => {
  const greys = new Uint8Array(72);
  assert.equal(perceptualHash(greys), "0000000000000000");
  greys[0] = 9; // row 0, column 0: the first bit
  greys[71] = 9; // row 7, the last column: brighter than its left neighbour
  greys[9 + 7] = 9; // row 1, column 7: the last bit of the second byte
  assert.equal(perceptualHash(greys), "8001000000000000");
});

Deno.test("the distance is the number of bits that differ", () => {
  const distance = (a: string, b: string) =>
    hammingDistance(hashWords(a), hashWords(b));
  assert.equal(distance("0000000000000000", "ffffffffffffffff"), 64);
  assert.equal(distance("8000000000000001", "0000000000000000"), 2);
  assert.equal(distance("f0f0f0f00f0f0f0f", "f0f0f0f00f0f0f0e"), 1);
  assert.equal(distance("123456789abcdef0", "123456789abcdef0"), 0);
});

Deno.test("a copy that was scaled, brightened or compressed hashes nearly the same, another picture does not", async () => {
  for (const number of [3, 8, 21]) {
    const own = await hashOf(pet(number).png());
    const whole = await pet(number).png().toBuffer();
    for (
      const copy of [
        sharp(whole).resize(97, 97).png(),
        sharp(whole).modulate({ brightness: 1.15 }).png(),
        sharp(whole).jpeg({ quality: 40 }),
      ]
    ) {
      const distance = hammingDistance(own, await hashOf(copy));
      assert.ok(distance <= 6, `${number}: ${distance}`);
    }
    const other = hammingDistance(own, await hashOf(pet(number + 1).png()));
    assert.ok(other > 10, `${number}: ${other}`);
  }
});

Deno.test("a damaged picture is told, also where its header is whole", async () => {
  const bytes = new Uint8Array(await pet(3).jpeg().toBuffer());
  await assert.rejects(imageLook(bytes.slice(0, 900), "half.jpg"), {
    message: /^Cannot .*"half\.jpg"/,
  });
  await assert.rejects(imageLook(new Uint8Array(), "none.jpg"), {
    message: /"none\.jpg".*empty/,
  });
  const { width, format, thumb } = await imageLook(bytes);
  assert.deepEqual([width, format, thumb.length], [200, "jpeg", 256]);
});
