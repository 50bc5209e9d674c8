import assert from "node:assert/strict";
import { basename } from "node:path";
import sharp from "sharp";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";

/** The last event of an inspection, with the code of the command. */
async function inspected(desk: Desk, ...args: readonly string[]) {
  const { code, out } = await desk.run(["inspect", ...args, "--json"]);
  const events = out.trim().split("\n").map((line) => JSON.parse(line));
  const error = events.find(({ type }) => type === "error");
  return { code, error, end: events.at(-1) };
}

Deno.test("inspect says what cannot be looked into", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 8);
  await desk.write("p.ts", pictures());
  await desk.write("t.ts", points());
  const untrained = await inspected(desk, "./p.ts");
  assert.equal(untrained.code, 1);
  assert.match(untrained.error.message, /it is not trained as it stands$/);
  assert.match(untrained.error.remedy, /^Train it first: deno task train/);
  const table = await inspected(desk, "./t.ts");
  assert.equal(table.code, 1);
  assert.equal(
    table.error.message,
    "Cannot look into mlp: it reads columns of a table, and has no convolutions",
  );
  assert.equal(table.end.status, "failed");
  for (const option of [["--out", "images"], ["--sheets", "p.ts"]]) {
    const { code, error } = await inspected(desk, "./p.ts", ...option);
    assert.equal(code, 2);
    assert.match(error.message, /^Cannot write what is seen to/);
  }
  for (const option of ["--channels=0", "--items=x", "--looks=1000"]) {
    assert.equal((await desk.run(["inspect", "./p.ts", option])).code, 2);
  }
});

Deno.test("inspect draws what a trained network learned, and predict where it looks", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  await desk.write("p.ts", pictures());
  assert.equal((await desk.train("./p.ts")).code, 0);
  const unknown = await inspected(desk, "./p.ts", "--layer", "layer9");
  assert.equal(unknown.code, 2);
  assert.match(unknown.error.remedy, /there are conv1, bn1, relu, layer1$/);
  const { code, end } = await inspected(
    desk,
    "./p.ts",
    ...["--layer", "conv1", "--layer", "layer1", "--channels", "2"],
    ...["--looks", "4", "--out", "page.html", "--sheets", "sheets"],
  );
  assert.equal(code, 0);
  assert.equal(end.status, "ok");
  assert.equal(end.cam, "layer1.0");
  assert.deepEqual(
    end.layers.map(({ layer }: { layer: string }) => layer),
    ["conv1", "layer1.0"],
  );
  const page = await Deno.readTextFile(`${desk.folder}/page.html`);
  assert.equal(end.file, `${desk.folder}/page.html`);
  for (const title of ["Where it looks", "What excites conv1"]) {
    assert.ok(page.includes(title), title);
  }
  // It needs nothing that is not in it.
  assert.doesNotMatch(page, /<script|https?:|url\(/);
  assert.ok(
    [...page.matchAll(/src="([^"]{20})/g)].every(([, source]) =>
      source === "data:image/jpeg;base"
    ),
  );
  assert.deepEqual(
    end.sheets.map((each: string) => basename(each)),
    ["filters.png", "conv1.png", "layer1.0.png", "grad-cam.png"],
  );
  for (const sheet of end.sheets) {
    const { format, width = 0 } = await sharp(sheet).metadata();
    assert.equal(format, "png");
    assert.ok(width > 100);
    // Not all of one colour.
    const { channels } = await sharp(sheet).stats();
    assert.ok(channels.some(({ stdev }) => stdev > 1), sheet);
  }
  const red = `${desk.folder}/images/red_0.jpg`;
  const { out, err, code: predicted } = await desk.run(
    ["predict", "./p.ts", red, "--explain", "seen", "--json"],
  );
  assert.equal(predicted, 0);
  const { label, unlike, explanation } = JSON.parse(out);
  assert.equal(explanation.of, label);
  assert.equal(unlike.flag, null);
  assert.match(err, /what speaks for (?:red|blue) is in .*red_0_seen\.png/);
  const { width, height } = await sharp(`${desk.folder}/seen/red_0_seen.png`)
    .metadata();
  assert.deepEqual([width, height], [24, 24]);
  const inTheWay = await desk.run(
    ["predict", "./p.ts", red, "--explain", "p.ts"],
  );
  assert.equal(inTheWay.code, 1);
  assert.match(inTheWay.err, /^Error.*: Cannot write what is seen to/m);
});
