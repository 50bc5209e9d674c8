import assert from "node:assert/strict";
import { join } from "node:path";
import type { Unlike } from "../../../src/engine/familiarity/familiarity.ts";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";

/** The values of some lines of JSON. */
function linesOf(text: string): readonly Record<string, unknown>[] {
  return text.split("\n").filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

Deno.test("predict answers for images, and names those that it cannot read", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  await desk.write("bad.jpg", "text");
  await desk.write("p.ts", pictures());

  const early = await desk.run(["predict", "./p.ts", "images/red_0.jpg"]);
  assert.equal(early.code, 1);
  assert.match(early.err, /^Error \(model\): Cannot find a model of ".\/p.ts"/);
  assert.match(early.err, /\n {2}Train it first: deno task train \.\/p\.ts\n/);

  assert.equal((await desk.train("./p.ts")).code, 0);
  const files = ["images/red_0.jpg", "bad.jpg", "no.jpg", "images/blue_1.jpg"];
  const said = await desk.run(["predict", "./p.ts", ...files]);
  assert.equal(said.code, 1);
  assert.match(
    said.out,
    /^images\/red_0\.jpg: (red|blue) {3}\(blue 0\.\d{4} {2}red 0\.\d{4}\)\nimages\/blue_1\.jpg: .*\n$/,
  );
  assert.match(said.err, /Cannot read image "bad.jpg": it is not a JPEG/);
  assert.match(said.err, /Cannot predict "no.jpg": there is no such file/);

  const json = await desk.run(["predict", "./p.ts", ...files, "--json"]);
  assert.equal(json.code, 1);
  // A software driver says that it is one; nothing else may stand there.
  const others = json.err.split("\n").filter((line) =>
    line !== "" && !line.includes("SwiftShader")
  );
  assert.deepEqual(others, []);
  const answers = linesOf(json.out);
  assert.deepEqual(answers.map(({ file }) => file), files);
  const { label, probability, probabilities } = answers[0] ?? {};
  assert.ok(label === "red" || label === "blue");
  const shares = probabilities as Readonly<Record<string, number>>;
  assert.deepEqual(Object.keys(shares), ["blue", "red"]);
  assert.equal(shares[label], probability);
  const sum = (shares["red"] ?? 0) + (shares["blue"] ?? 0);
  assert.ok(Math.abs(sum - 1) < 1e-6);
  const { error } = answers[1] as { error: Record<string, string> };
  assert.equal(error["item"], "bad.jpg");
  assert.notEqual(error["remedy"], undefined);
});

Deno.test("predict answers for every row that it can read, and names cells that training had none like", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "p.ts",
    points({
      split: "leat.random({ valid: 0.5, seed: 1 })",
      fit: "leat.constant(4, { learningRate: 0.3, batch: 16 })",
    }),
  );
  assert.equal((await desk.train("./p.ts")).code, 0);
  await desk.write("rows.csv", "x,y\n0.9,0\nmuch,1\n-0.9,0\n");
  await desk.write("row.json", '{"x": 0.9, "y": 0}');
  const { code, out } = await desk.run(
    ["predict", "./p.ts", "rows.csv", "row.json", "--json"],
  );
  assert.equal(code, 1);
  const answers = linesOf(out);
  assert.deepEqual(answers.map(({ file, label }) => [file, label]), [
    ["rows.csv#1", "right"],
    ["rows.csv#2", undefined],
    ["rows.csv#3", "left"],
    ["row.json", "right"],
  ]);
  assert.deepEqual(
    answers[0]?.["probabilities"],
    answers[3]?.["probabilities"],
  );
  await desk.write("odd.json", '{"x": 40, "y": 0}');
  const odd = await desk.run(["predict", "./p.ts", "odd.json", "row.json"]);
  const [first, second] = odd.out.split("\n");
  assert.match(
    first ?? "",
    / {3}unlike anything seen in training: x 40 is outside of -0\.\d+ to 0\.\d+$/,
  );
  assert.doesNotMatch(second ?? "", /outside/);
  const told = await desk.run(["predict", "./p.ts", "odd.json", "--json"]);
  const unlike = linesOf(told.out)[0]?.["unlike"] as Unlike;
  assert.equal(unlike.flag, true);
  assert.deepEqual(unlike.unmet?.map(({ column, value }) => [column, value]), [
    ["x", 40],
  ]);
});

Deno.test("predict --tta answers over several views, says so, and answers the same again", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  await desk.write(
    "p.ts",
    pictures({ transforms: "[leat.brightness(0.6, { probability: 1 })]" }),
  );
  assert.equal((await desk.train("./p.ts")).code, 0);
  const ask = (...options: string[]) =>
    desk.run(["predict", "./p.ts", "images/red_0.jpg", "--json", ...options]);
  const [plain, augmented, again] = [
    await ask(),
    await ask("--tta"),
    await ask("--tta"),
  ];
  assert.match(
    augmented.err,
    /Answering by 4 augmented views of each image and the plain one/,
  );
  assert.equal(augmented.code, 0);
  assert.equal(again.out, augmented.out);
  assert.notEqual(plain.out, augmented.out);
  await Deno.copyFile(
    join(desk.folder, "images/red_0.jpg"),
    join(desk.folder, "copy.jpg"),
  );
  const copy = await desk.run(
    ["predict", "./p.ts", "copy.jpg", "--json", "--tta"],
  );
  const shares = (out: string) => linesOf(out)[0]?.["probabilities"];
  assert.deepEqual(shares(copy.out), shares(augmented.out));
});

Deno.test("predict --tta is refused where no transform varies an image", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  assert.equal((await desk.train("./p.ts")).code, 0);
  await desk.write("row.json", '{"x": 0.9, "y": 0}');
  const said = await desk.run(["predict", "./p.ts", "row.json", "--tta"]);
  assert.equal(said.code, 1);
  assert.equal(said.out, "");
  assert.match(
    said.err,
    /Cannot augment at test time: no transform of the pipeline varies an image/,
  );
});
