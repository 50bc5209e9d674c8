import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { decodeImage } from "../../../src/base/codec/image.ts";
import { openOnnxRuntime } from "../../_onnx.ts";
import { Desk, eventsOf } from "../_cli.ts";
import { pictures } from "../_pipelines.ts";

/** Noise that is mostly red or mostly blue: it differs in how it is shrunk. */
async function noise(colour: "red" | "blue", seed: number) {
  const [width, height] = [150, 97];
  const channel = colour === "red" ? 0 : 2;
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const drawn = (at * 73 + at * at * (31 + seed)) % 199;
    return at % 3 === channel ? 55 + drawn : drawn / 2;
  });
  const file = sharp(pixels, { raw: { width, height, channels: 3 } }).jpeg();
  return new Uint8Array(await file.toBuffer());
}

const NOTE =
  "large JPEGs are decoded at 1/2, 1/4 or 1/8 of their size, with at least 2 pixels to one of the square";

Deno.test("a reducing gap is told beforehand, holds for training and answers, and is part of what is exported", async () => {
  await using desk = await Desk.open();
  const ids: string[] = [];
  for (let at = 0; at < 8; at++) {
    const colour = at % 2 === 0 ? "red" : "blue";
    ids.push(`images/${colour}_${at}.jpg`);
    await desk.write(ids[at] ?? "", await noise(colour, at));
  }
  const write = (input: string) => desk.write("p.ts", pictures({ input }));
  const GAP = "leat.image({ size: 16, reducingGap: 2 })";
  await write(GAP);
  const before = await desk.run(["plan", "./p.ts"]);
  assert.ok(before.out.includes(`\nInput: ${NOTE}\n`), before.out);
  const { out: walked } = await desk.run(["summary", "./p.ts"]);
  assert.ok(walked.includes(`(${NOTE})`), walked);

  const trained = await desk.train("./p.ts");
  assert.equal(trained.code, 0);
  const [plan] = eventsOf(trained.events, "plan");
  assert.deepEqual(plan?.notes, [`Input: ${NOTE}`]);

  // What was decoded with one gap is nothing to another, and stays its own.
  await write("leat.image({ size: 16 })");
  const { out: other } = await desk.run(["plan", "./p.ts"]);
  assert.match(other, /^run +input .*input\.reducingGap 2 -> none$/m);
  assert.doesNotMatch(other, /^Input: /m);
  await write(GAP);
  const { out: again } = await desk.run(["plan", "./p.ts"]);
  assert.match(again, /^reuse +input$/m);

  const args = ["export", "./p.ts", "--to", "onnx", "--out", "m"];
  assert.equal((await desk.run(args)).code, 0);
  const read = (name: string) => Deno.readTextFile(join(desk.folder, name));
  const { image } = JSON.parse(await read("m/leat.json"));
  assert.equal(image.reducingGap, 2);
  assert.match(
    await read("m/README.md"),
    /\n {4}image\.draft\(None, \(32, 32\)\)\n/,
  );

  const { out } = await desk.run(["predict", "./p.ts", ...ids, "--json"]);
  const predicted = out.trim().split("\n").map((line): number =>
    JSON.parse(line).probabilities.blue
  );
  await using runtime = await openOnnxRuntime();
  const model = await Deno.readFile(join(desk.folder, "m/model.onnx"));
  /** How far the answers are from those to images that are decoded so. */
  const offWith = async (options: Parameters<typeof decodeImage>[1]) => {
    const values = new Uint8Array(ids.length * 16 * 16 * 3);
    for (const [at, id] of ids.entries()) {
      const bytes = await Deno.readFile(join(desk.folder, id));
      const square = await decodeImage(bytes, options);
      values.set(square, at * square.length);
    }
    const shape = [ids.length, 16, 16, 3];
    const pixels = { dtype: "uint8", shape, values } as const;
    const { probabilities } = await runtime.run(model, { pixels });
    return Math.max(
      ...predicted.map((blue, at) =>
        Math.abs(blue - (probabilities?.values[2 * at] ?? NaN))
      ),
    );
  };
  assert.ok(await offWith(image) < 1e-5);
  const { reducingGap: _gap, ...whole } = image;
  assert.ok(await offWith(whole) > 1e-4, `${await offWith(whole)}`);
});
