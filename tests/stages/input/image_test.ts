import assert from "node:assert/strict";
import sharp from "sharp";
import { decodeImage } from "../../../src/base/codec/image.ts";
import { image } from "../../../src/stages/input/image.ts";
import { fileItem, refusal } from "./_encode.ts";

/** A PNG, twice as wide as high, left half red and right half blue. */
async function halves(): Promise<Uint8Array> {
  const pixels = Array.from(
    { length: 8 * 4 },
    (_, at) => at % 8 < 4 ? [255, 0, 0] : [0, 0, 255],
  ).flat();
  const raw = { width: 8, height: 4, channels: 3 } as const;
  const png = await sharp(Uint8Array.from(pixels), { raw }).png().toBuffer();
  return new Uint8Array(png);
}

Deno.test("image() has the expected defaults", () => {
  assert.deepEqual(image({ size: 64 }).params, { size: 64, method: "crop" });
});

Deno.test("image() gives one field of bytes, and learns nothing", () => {
  const { behaviour } = image({ size: 5 });
  assert.equal(behaviour.fit([]), null);
  assert.deepEqual(behaviour.encoder(null).fields, [
    { name: "pixels", dtype: "uint8", shape: [5, 5, 3] },
  ]);
});

Deno.test("image() decodes a file to size by its method", async () => {
  const file = fileItem("halves.png", await halves());
  for (const method of ["crop", "squish"] as const) {
    const { behaviour } = image({ size: 4, method });
    const [pixels] = await behaviour.encoder(null).encode(file);
    assert.equal(pixels?.length, 4 * 4 * 3);
    assert.deepEqual([...pixels.slice(0, 3)], [255, 0, 0]);
    assert.deepEqual([...pixels.slice(9, 12)], [0, 0, 255]);
  }
});

Deno.test("image() keeps room around the square to train on, unless it stays in the middle", async () => {
  const file = fileItem("halves.png", await halves());
  const { behaviour } = image({ size: 4 });
  const [kept] = await behaviour.encoder(null).encodeWithRoom?.(file) ?? [];
  assert.ok(kept && "bytes" in kept);
  const { bytes, ...room } = kept;
  assert.deepEqual(room, { height: 4, width: 8, top: 0, left: 2 });
  assert.equal(bytes.length, 4 * 8 * 3);
  const squished = image({ size: 4, method: "squish" }).behaviour.encoder(null);
  const [square] = await squished.encodeWithRoom?.(file) ?? [];
  assert.ok(square instanceof Uint8Array);
  const middle = image({ size: 4, placement: "middle" });
  assert.equal(middle.behaviour.encoder(null).encodeWithRoom, undefined);
  assert.equal(middle.params["placement"], "middle");
});

Deno.test("image() decodes a large JPEG at a part of its size where it is told to, to train on and to answer", async () => {
  const pixels = Uint8Array.from(
    { length: 96 * 64 * 3 },
    (_, at) => (at * 73 + at * at * 31) % 251,
  );
  const raw = { width: 96, height: 64, channels: 3 } as const;
  const bytes = new Uint8Array(await sharp(pixels, { raw }).jpeg().toBuffer());
  const file = fileItem("noise.jpg", bytes);
  const all = image({ size: 8 }).behaviour;
  assert.equal(all.note, undefined);
  const stage = image({ size: 8, reducingGap: 2.5 });
  assert.deepEqual(stage.params, {
    size: 8,
    method: "crop",
    reducingGap: 2.5,
  });
  assert.equal(
    stage.behaviour.note,
    "large JPEGs are decoded at 1/2, 1/4 or 1/8 of their size, with at least 2.5 pixels to one of the square",
  );
  const encoder = stage.behaviour.encoder(null);
  const [square] = await encoder.encode(file);
  assert.deepEqual(
    square,
    await decodeImage(bytes, { size: 8, method: "crop", reducingGap: 2.5 }),
  );
  const [whole] = await all.encoder(null).encode(file);
  assert.notDeepEqual(square, whole);
  const [kept] = await encoder.encodeWithRoom?.(file) ?? [];
  assert.ok(kept && "bytes" in kept);
  assert.deepEqual([kept.height, kept.width, kept.left], [8, 12, 2]);
  assert.deepEqual(kept.bytes.subarray(6, 30), square?.subarray(0, 24));
});

Deno.test("image() names the file that is no image", async () => {
  const { encode } = image({ size: 4 }).behaviour.encoder(null);
  await assert.rejects(
    encode(fileItem("notes.jpg", new TextEncoder().encode("not an image"))),
    refusal(
      'Cannot read image "notes.jpg": it is not a JPEG, PNG, WebP, GIF, TIFF or AVIF image',
    ),
  );
  await assert.rejects(
    encode(fileItem("empty.jpg", new Uint8Array())),
    refusal('Cannot read image "empty.jpg": it is empty'),
  );
});

Deno.test("image() says which size is wrong", () => {
  const making = (size: number) => () => image({ size });
  const start = 'Cannot make input "image": size: ';
  assert.throws(making(0), refusal(`${start}must be at least 1`));
  assert.throws(making(5000), refusal(`${start}must be at most 4096`));
  assert.throws(making(1.5), /^PipelineError: .*size: /);
});

Deno.test("image() says which reducing gap is wrong", () => {
  const start = 'Cannot make input "image": reducingGap: ';
  for (const gap of [0.99, 0, -2]) {
    assert.throws(
      () => image({ size: 8, reducingGap: gap }),
      refusal(`${start}must be at least 1`),
    );
  }
  for (const gap of [NaN, Infinity, "2" as unknown as number]) {
    assert.throws(
      () => image({ size: 8, reducingGap: gap }),
      /^PipelineError: .*reducingGap: /,
    );
  }
});
