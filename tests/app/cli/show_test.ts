import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";
import type { ShowEnd } from "../../../src/app/look/show_pipeline.ts";

Deno.test("show draws a sheet where it is asked to, or below the store", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 12);
  await desk.write("p.ts", pictures());
  const args = ["./p.ts", "--rows", "2", "--out", "sheet.png"];
  const { code, out, err } = await desk.run(["show", ...args]);
  assert.equal(code, 0, err);
  const sheet = join(desk.folder, "sheet.png");
  assert.match(out, /4 items of the set "train", epoch 1, seed 42\n/);
  assert.match(out, new RegExp(`Sheet: ${sheet}\n`));
  const page = join(desk.folder, "sheet.html");
  assert.match(out, new RegExp(`Page: ${page}\n`));
  const markup = await Deno.readTextFile(page);
  // Each as a file, as it is read, and as the network sees it.
  assert.equal(markup.match(/<img/g)?.length, 3 * 4);
  assert.doesNotMatch(markup, /src="(?!data:)|<script/);
  const { format, width } = await sharp(sheet).metadata();
  assert.deepEqual([format, width], ["png", 48 + 2 * 492 + 28]);
  const told = await desk.run(["show", "./p.ts", "--set", "valid", "--json"]);
  const end = JSON.parse(told.out.trimEnd().split("\n").at(-1)!) as ShowEnd;
  assert.equal(end.set, "valid");
  assert.ok(end.sheet?.startsWith(join(desk.cache, "sheets", "p-")));
  assert.equal((await sharp(end.sheet!).metadata()).format, "png");
  // What it was drawn of is gone.
  const left = [...Deno.readDirSync(join(desk.cache, "tmp"))];
  assert.deepEqual(left.map(({ name }) => name), []);
});

Deno.test("show writes rows as a table, and refuses what is no set, count or file", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const { code, out, err } = await desk.run(["show", "./p.ts", "--rows", "1"]);
  assert.equal(code, 0, err);
  assert.match(
    out,
    /\nitem +at +x +y +label +continuous, as read\n\d+ +\d+ .*(left|right) +-?\d/,
  );
  for (
    const wrong of [
      ["--rows", "0"],
      ["--epoch", "none"],
      ["--set", "test"],
      ["--seed", ""],
      ["--out", "sheet.gif"],
    ]
  ) assert.equal((await desk.run(["show", "./p.ts", ...wrong])).code, 2);
  await Deno.mkdir(join(desk.folder, "a.png"));
  const folder = await desk.run(["show", "./p.ts", "--out", "a.png"]);
  assert.equal(folder.code, 2);
  assert.match(folder.err, /Cannot draw ".*a\.png": it is a folder/);
});
