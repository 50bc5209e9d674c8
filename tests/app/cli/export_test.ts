import assert from "node:assert/strict";
import { join } from "node:path";
import { decodeSafetensors } from "../../../src/base/codec/safetensors.ts";
import { decodeImage } from "../../../src/base/codec/image.ts";
import type { ExportEnd } from "../../../src/app/export/export_model.ts";
import { openOnnxRuntime } from "../../_onnx.ts";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";

/** Exports, and tells how it ended. */
async function exported(
  desk: Desk,
  pipeline: string,
  ...options: readonly string[]
): Promise<ExportEnd> {
  const { out, err } = await desk.run([
    "export",
    pipeline,
    "--json",
    ...options,
  ]);
  assert.equal(err, "");
  return JSON.parse(out.trim().split("\n").at(-1) ?? "");
}

type Shares = Readonly<Record<string, number>>;

/** The probabilities that `predict` answers with, one list an item. */
async function predicted(
  desk: Desk,
  pipeline: string,
  files: readonly string[],
): Promise<readonly (readonly number[])[]> {
  const { out } = await desk.run(["predict", pipeline, ...files, "--json"]);
  return out.trim().split("\n").map((line) => {
    const { probabilities } = JSON.parse(line) as { probabilities: Shares };
    return Object.values(probabilities);
  });
}

function assertNear(a: readonly number[], b: readonly number[]): void {
  assert.equal(a.length, b.length);
  for (const [at, each] of a.entries()) {
    assert.ok(Math.abs(each - b[at]!) < 1e-4, `${a} is not ${b}`);
  }
}

Deno.test("export writes a picture's model that ONNX Runtime answers with as predict does", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 8);
  await desk.write(
    "p.ts",
    pictures({
      input: "leat.image({ size: 24 })",
      transforms: "[leat.randomResizedCrop({ size: 16 })]",
    }),
  );
  const early = await desk.run(["export", "./p.ts", "--to", "onnx"]);
  assert.equal(early.code, 1);
  assert.match(early.out + early.err, /Cannot find a model of ".\/p.ts"/);
  assert.match(early.out + early.err, /Train it first: deno task train/);

  assert.equal((await desk.train("./p.ts")).code, 0);
  const said = await desk.run(["export", "./p.ts", "--to", "onnx"]);
  assert.equal(said.code, 0);
  assert.match(
    said.out,
    /^Exported: \S+\/exports\/p-\w+-onnx \([\d.]+ KiB\)\n/,
  );

  const end = await exported(desk, "./p.ts", "--to", "onnx", "--out", "m");
  assert.equal(end.status, "ok");
  const folder = join(desk.folder, "m");
  assert.equal(end.folder, folder);
  const facts = JSON.parse(await Deno.readTextFile(join(folder, "leat.json")));
  assert.deepEqual(facts.classes, ["blue", "red"]);
  assert.deepEqual(facts.image, {
    size: 24,
    method: "crop",
    filter: "bilinear, antialiased",
  });
  await using runtime = await openOnnxRuntime();
  const names = ["images/red_0.jpg", "images/blue_1.jpg", "images/red_2.jpg"];
  const all = new Uint8Array(names.length * 24 * 24 * 3);
  for (const [at, name] of names.entries()) {
    const bytes = await Deno.readFile(join(desk.folder, name));
    const square = await decodeImage(bytes, facts.image);
    all.set(square, at * square.length);
  }
  const answers = await runtime.run(
    await Deno.readFile(join(folder, "model.onnx")),
    {
      pixels: { dtype: "uint8", shape: [names.length, 24, 24, 3], values: all },
    },
  );
  assertNear(
    answers["probabilities"]?.values ?? [],
    (await predicted(desk, "./p.ts", names)).flat(),
  );
  const guide = await Deno.readTextFile(join(folder, "README.md"));
  assert.match(guide, /^# `\.\/p\.ts` as ONNX\n/);
  assert.match(guide, /image\.crop\(/);
});

Deno.test("export writes a table's model, and modules that encode rows as predict does", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "p.ts",
    points({
      source: `leat.rows(points.map((each) => ({
        ...each,
        y: each.at % 5 === 0 ? null : each.y,
        season: each.at % 3 === 0 ? "wet" : "dry",
      })), { id: "at" })`,
      label: '(row) => (row.x ?? 0) > 0 ? "right" : "left"',
      input:
        'leat.features({ continuous: ["x", "y"], categorical: ["season"] })',
      architecture: "leat.mlp({ hidden: [4] })",
    }),
  );
  assert.equal((await desk.train("./p.ts")).code, 0);
  const rows = [
    { x: 0.4, y: null, season: "wet" },
    { x: -1, y: 0.2, season: "snow" },
  ];
  await desk.write("rows.json", JSON.stringify(rows));
  const own = await predicted(desk, "./p.ts", ["rows.json"]);
  const end = await exported(desk, "./p.ts", "--to", "onnx", "--out", "m");
  assert.equal(end.status, "ok");
  const folder = join(desk.folder, "m");
  const { columns, inputs } = JSON.parse(
    await Deno.readTextFile(join(folder, "leat.json")),
  );
  const { encodeRow } = await import(`file://${folder}/row.mjs`);
  await using runtime = await openOnnxRuntime();
  const model = await Deno.readFile(join(folder, "model.onnx"));
  for (const [at, row] of rows.entries()) {
    const fields = encodeRow(row, columns);
    const answers = await runtime.run(
      model,
      Object.fromEntries(
        inputs.map(({ name, dtype }: { name: string; dtype: "int32" }) => {
          const values = fields[name];
          return [name, { dtype, shape: [1, values.length], values }];
        }),
      ),
    );
    assertNear(answers["probabilities"]?.values ?? [], own[at]!);
  }
  assert.throws(() => encodeRow({ x: 1, y: 1 }, columns), {
    message: 'Cannot read the row: it has no "season"',
  });
  assert.throws(() => encodeRow({ x: "1", y: 1, season: "" }, columns), {
    message: 'Cannot read "x" of the row: a number is expected there',
  });
});

Deno.test("export writes weights under the names and in the layout of torch", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 8);
  await desk.write(
    "p.ts",
    pictures({
      input: "leat.image({ size: 32 })",
      transforms: "[leat.normalize()]",
      architecture: "leat.resnet18({ hidden: [] })",
    }),
  );
  assert.equal((await desk.train("./p.ts")).code, 0);
  const end = await exported(desk, "./p.ts", "--to", "safetensors");
  assert.equal(end.status, "ok");
  const bytes = await Deno.readFile(join(end.folder!, "model.safetensors"));

  // Read by hand, as the format says: a length, a header, and the numbers.
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + length)),
  );
  const { __metadata__: metadata, ...tensors } = header;
  assert.deepEqual(JSON.parse(metadata.classes), ["blue", "red"]);
  assert.equal(metadata.format, "pt");
  assert.equal(metadata["normalization.mean"], "0.485,0.456,0.406");
  assert.match(metadata.model, /^[0-9a-f]{64}$/);
  assert.equal(JSON.parse(metadata.image).size, 32);
  assert.deepEqual(tensors["conv1.weight"].shape, [64, 3, 7, 7]);
  assert.deepEqual(tensors["layer4.1.bn2.running_var"].shape, [512]);
  assert.deepEqual(tensors["layer2.0.downsample.0.weight"].shape, [
    128,
    64,
    1,
    1,
  ]);
  const ends = Object.values(
    tensors as Record<string, {
      data_offsets: [number, number];
    }>,
  ).map(({ data_offsets }) => data_offsets[1]);
  assert.equal(Math.max(...ends), bytes.length - 8 - length);

  const stored = decodeSafetensors(
    await Deno.readFile(join(
      (await Array.fromAsync(Deno.readDir(join(desk.cache, "models"))))
        .map(({ name }) => join(desk.cache, "models", name))[0]!,
      "weights.safetensors",
    )),
  );
  const again = decodeSafetensors(bytes);
  assert.deepEqual([...again.tensors], [...stored.tensors]);
  const guide = await Deno.readTextFile(join(end.folder!, "README.md"));
  assert.match(guide, /torchvision\.models\.resnet18\(\)/);
  assert.match(guide, /nn\.Linear\(1024, 2, bias=False\)/);
});

Deno.test("export takes no format that it does not know, and no folder that is another's", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  await desk.write("mine/notes.txt", "mine");
  for (
    const [options, message] of [
      [[], /required option '--to <format>' not specified/],
      [["--to", "pickle"], /Allowed choices are onnx, tfjs, safetensors, web/],
      [["--to", "onnx", "--out", "mine"], /it holds other files\n.*--force/],
      [["--to", "onnx", "--out", "mine/notes.txt"], /a file is there\n/],
    ] as const
  ) {
    const { code, out, err } = await desk.run(["export", "./p.ts", ...options]);
    assert.equal(code, 2, out + err);
    assert.match(out + err, message);
  }
  assert.equal(
    await Deno.readTextFile(join(desk.folder, "mine/notes.txt")),
    "mine",
  );
});

Deno.test("export of a stage that no graph can say is refused with a remedy", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "p.ts",
    points({
      before: `const odd = leat.defineStage("loss", {
  op: "odd",
  version: 1,
  params: (await import("zod")).z.strictObject({}),
  behave: () => ({
    targets: ["category"],
    perItem: (tf, outputs, targets) =>
      tf.losses.softmaxCrossEntropy(targets, outputs, undefined, 0, tf.Reduction.NONE),
    activation: (tf, outputs) => tf.cumsum(tf.softmax(outputs), 1),
  }),
});
`,
      loss: "odd({})",
    }),
  );
  const trained = await desk.train("./p.ts");
  assert.equal(trained.code, 0, JSON.stringify(trained.error));
  const { code, out, err } = await desk.run([
    "export",
    "./p.ts",
    "--to",
    "onnx",
  ]);
  assert.equal(code, 1);
  assert.match(
    out + err,
    /its operation "Cumsum" has no counterpart there\n {2}Export its weights with --to safetensors/,
  );
  const weights = await exported(desk, "./p.ts", "--to", "safetensors");
  assert.equal(weights.status, "ok");
});
