import assert from "node:assert/strict";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { Desk, eventsOf } from "../_cli.ts";
import { drawImages, drawn } from "../_images.ts";
import { pictures } from "../_pipelines.ts";
import { supervised } from "../_supervised.ts";

/** The error of a run over the images of a desk. */
async function errorOf(desk: Desk, parts: Parameters<typeof pictures>[0] = {}) {
  await desk.write("p.ts", pictures(parts));
  const { error, end } = await supervised(desk, "p.ts");
  assert.equal(end.status, "failed");
  return error;
}

/** An image of some kind, made of a drawn one. */
async function made(change: (image: Sharp) => Sharp) {
  const image = sharp(await drawn("blue", 1, 40));
  return new Uint8Array(await change(image).toBuffer());
}

/** Images of every kind that is not plain, with the letter of their label. */
async function drawOddities(desk: Desk): Promise<void> {
  const plain = await drawn("red", 3, 100);
  const huge = sharp({
    create: { width: 20000, height: 20000, channels: 3, background: "blue" },
    limitInputPixels: false,
  }).png({ compressionLevel: 1 });
  const files: Record<string, Uint8Array | string> = {
    "blue_alpha.png": await made((image) => image.ensureAlpha(0.5).png()),
    "blue_cmyk.jpg": await made((image) => image.toColourspace("cmyk").jpeg()),
    "blue_grey.jpg": await made((image) => image.grayscale().jpeg()),
    "blue_point.jpg": await drawn("blue", 1, 1),
    "blue_turned.jpg": await made((image) =>
      image.withMetadata({ orientation: 6 }).jpeg()
    ),
    "red_broken.jpg": plain.map((byte, at) =>
      at > 20 && at < 200 ? 255 - byte : byte
    ),
    "red_cut.jpg": plain.slice(0, plain.length >> 1),
    "red_empty.jpg": new Uint8Array(),
    "red_huge.png": new Uint8Array(await huge.toBuffer()),
    "red_text.jpg": "no image",
    "red_old.bmp": "BM",
  };
  for (const [name, bytes] of Object.entries(files)) {
    await desk.write(join("images", name), bytes);
  }
}

Deno.test("a folder that is absent, empty or nearly so is named", async () => {
  await using desk = await Desk.open();
  const absent = await errorOf(desk);
  assert.equal(
    absent.message,
    `Cannot read "${desk.folder}/images": there is no such file or folder`,
  );
  assert.equal(absent.stage, "source");
  await Deno.mkdir(join(desk.folder, "images"));
  const empty = await errorOf(desk);
  assert.match(empty.message ?? "", /^Cannot list images in ".\/images": /);
  assert.equal(empty.item, "./images");
  await desk.write("images/red_1.jpg", await drawn("red", 1));
  const one = await errorOf(desk);
  assert.equal(
    one.message,
    "Cannot split 1 items into 2 sets: each set needs at least 1",
  );
  assert.equal(one.stage, "split");
});

Deno.test("sizes that cannot be are told before anything is read", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 8);
  const size = await errorOf(desk, { input: "leat.image({ size: 0 })" });
  assert.match(size.message ?? "", /image.*size: must be at least 1/);
  assert.equal(size.stage, "input");
  const batch = await errorOf(desk, { fit: "leat.constant(1)" });
  assert.match(
    batch.message ?? "",
    /^Cannot fill a batch of 64: the training set has \d items$/,
  );
  assert.match(batch.remedy ?? "", /^Set fit\.batch to at most \d$/);
  const weights = await errorOf(desk, {
    architecture: 'leat.resnet({ weights: "./absent.safetensors" })',
  });
  assert.match(
    weights.message ?? "",
    /^Cannot read weights "\.\/absent\.safetensors": No such file/,
  );
  assert.equal(weights.stage, "architecture");
  await desk.write("folder/x", "");
  const folder = await errorOf(desk, {
    architecture: 'leat.resnet({ weights: "./folder" })',
  });
  assert.match(folder.message ?? "", /^Cannot read weights ".\/folder": Is a /);
});

Deno.test("images that cannot be read are named and left out", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  await drawOddities(desk);
  await desk.write("p.ts", pictures());
  const first = await supervised(desk, "p.ts");
  assert.equal(first.end.status, "ok", first.error.message);
  const leftOut = eventsOf(first.events, "unreadable");
  assert.deepEqual(leftOut.map(({ item }) => item), [
    "red_old.bmp",
    "red_broken.jpg",
    "red_cut.jpg",
    "red_empty.jpg",
    "red_huge.png",
    "red_text.jpg",
  ]);

  const again = await supervised(desk, "p.ts");
  assert.deepEqual(again.end.executed, []);
  assert.deepEqual(eventsOf(again.events, "unreadable"), leftOut);

  const bmp = await supervised(desk, "p.ts", { strict: true });
  assert.equal(bmp.end.status, "failed");
  assert.match(
    bmp.error.message ?? "",
    /^Cannot read every item: red_old\.bmp/,
  );
  await Deno.remove(join(desk.folder, "images/red_old.bmp"));
  const strict = await supervised(desk, "p.ts", { strict: true });
  assert.equal(strict.end.status, "failed");
  assert.match(
    strict.error.message ?? "",
    /^Cannot read every item: .*red_broken\.jpg.*, and 4 more$/,
  );
  assert.match(strict.error.remedy ?? "", /without --strict/);
});
