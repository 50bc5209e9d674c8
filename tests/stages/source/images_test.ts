import assert from "node:assert/strict";
import { dataset } from "../../../src/flow/stage/dataset.ts";
import { images } from "../../../src/stages/source/images.ts";
import { Machine, refusal } from "./_host.ts";

const drawings = dataset({
  kind: "drawn",
  name: "drawings",
  licence: "MIT",
  notice: "these are drawings",
  generator: "pets",
  version: 1,
  seed: 1,
  count: 3,
});

Deno.test("images() lists image files with their paths as ids", async () => {
  const { behaviour } = images("./photos");
  const host = new Machine({ paths: ["b/Cat.JPG"] });
  assert.deepEqual(await behaviour.list(host), {
    items: [{
      id: "b/Cat.JPG",
      item: { media: "image", path: "b/Cat.JPG", name: "Cat.JPG" },
      file: { absolute: "/data/b/Cat.JPG", sha256: "hash of b/Cat.JPG" },
    }],
    skipped: [],
    notices: [],
  });
  assert.deepEqual(host.asked, [[{ path: "./photos" }]]);
  assert.equal(behaviour.lists, "image");
});

Deno.test("images() sorts by code unit, whatever order the machine has", async () => {
  const paths = [
    "é.png",
    "b.png",
    "a/z.png",
    "B.png",
    "a.png",
    "10.png",
    "9.png",
  ];
  const { items } = await images(".").behaviour.list(new Machine({ paths }));
  assert.deepEqual(
    items.map(({ id }) => id),
    ["10.png", "9.png", "B.png", "a.png", "a/z.png", "b.png", "é.png"],
  );
});

Deno.test("images() passes over other files and hidden ones", async () => {
  const kept = [
    "a.jpg",
    "b.jpeg",
    "c.png",
    "d.webp",
    "e.gif",
    "f.avif",
    "g.tif",
  ];
  const paths = [
    ...kept,
    "notes.txt",
    "jpg",
    "a.jpg.mat",
    ".hidden.jpg",
    ".thumbnails/a.jpg",
    "__MACOSX/._a.jpg",
  ];
  const host = new Machine({ paths });
  const { items, skipped } = await images(".").behaviour.list(host);
  assert.deepEqual(items.map(({ id }) => id), kept);
  assert.deepEqual(skipped, []);
});

Deno.test("images() reports images of formats that cannot be read", async () => {
  const host = new Machine({ paths: ["b.HEIC", "a.bmp", "c.jpg"] });
  const { skipped } = await images(".").behaviour.list(host);
  const why = "images of this format cannot be read; convert it to JPEG or PNG";
  assert.deepEqual(skipped, [
    { item: "a.bmp", why },
    { item: "b.HEIC", why },
  ]);
});

Deno.test("images() takes a dataset, and passes on its notice", async () => {
  const host = new Machine({ paths: ["a.jpg"] });
  const { notices } = await images(drawings).behaviour.list(host);
  assert.deepEqual(notices, ["these are drawings"]);
  assert.deepEqual(host.asked, [[{ dataset: drawings }]]);
});

Deno.test("images() makes the item of a file to predict", () => {
  const { behaviour } = images(".");
  assert.deepEqual(behaviour.itemOf?.("new/cat.jpg", "cat.jpg"), {
    media: "image",
    path: "new/cat.jpg",
    name: "cat.jpg",
  });
});

Deno.test("images() refuses a folder without images", async () => {
  await assert.rejects(
    images("./photos").behaviour.list(new Machine({ paths: ["a.txt"] })),
    refusal(
      'Cannot list images in "./photos": it holds none (1 other files)',
      /^Add files that end with \.jpg, .*relative to the pipeline file$/,
    ),
  );
  await assert.rejects(
    images(drawings).behaviour.list(new Machine({})),
    refusal('Cannot list images in "drawings": it holds none (0 other files)'),
  );
});

Deno.test("images() refuses a place that is none", () => {
  assert.throws(
    () => images(""),
    refusal('Cannot make source "images": from: must not be empty'),
  );
});
