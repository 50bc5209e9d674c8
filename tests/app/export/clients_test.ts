/**
 * Files of exports, opened by libraries in a browser as anybody calls them.
 *
 * @module
 */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { packageFile } from "../../../src/app/data/package_file.ts";
import { decodeImage } from "../../../src/base/codec/image.ts";
import { opened, seen, seenTest, startBrowser } from "../_browser.ts";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures } from "../_pipelines.ts";
import {
  assertNear,
  drawnPhotograph,
  exported,
  predicted,
  type Shares,
} from "./_asked.ts";
import { fileServer } from "./_file_server.ts";

const desk = seen ? await Desk.open() : undefined;
let server: ReturnType<typeof fileServer>;
let browser: Browser;
/** What `predict` says of the photograph. */
let own: Shares;
let photograph: Uint8Array;

/** The folder of files of a package that Leat knows. */
async function distOf(name: string, file: string) {
  await import(name);
  return dirname(await packageFile(`${name}/dist/${file}`));
}

const ORT = "npm:onnxruntime-web@1.30.0";

/**
 * The same of one that is no part of Leat's imports: types of Node would come
 * with it, and all of Leat be checked by those.
 */
async function ortFolder(at: Desk): Promise<string> {
  await at.write(
    "ort/deno.json",
    JSON.stringify({ lock: false, imports: { ort: ORT } }),
  );
  const script = await at.write(
    "ort/where.ts",
    'await import("ort"); console.log(import.meta.resolve("ort"));',
  );
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", script],
    cwd: join(at.folder, "ort"),
    stderr: "null",
  }).output();
  const href = new TextDecoder().decode(stdout).trim();
  assert.ok(success && href.startsWith("file:"), href);
  return dirname(fileURLToPath(href));
}

Deno.test.beforeAll(async () => {
  if (desk === undefined) return;
  await drawImages(desk, 8);
  await desk.write("p.ts", pictures());
  photograph = await drawnPhotograph();
  await desk.write("photo.jpg", photograph);
  assert.equal((await desk.train("./p.ts")).code, 0);
  await exported(desk, "./p.ts", "tfjs", "tfjs");
  await exported(desk, "./p.ts", "onnx", "onnx");
  own = await predicted(desk, "./p.ts", "photo.jpg");
  const core = "@tensorflow/tfjs-core/dist/tf-core.min.js";
  const cpu = "@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.min.js";
  server = fileServer({
    tfjs: join(desk.folder, "tfjs"),
    onnx: join(desk.folder, "onnx"),
    core: dirname(await packageFile(core)),
    cpu: dirname(await packageFile(cpu)),
    converter: await distOf(
      "@tensorflow/tfjs-converter",
      "tf-converter.min.js",
    ),
    ort: await ortFolder(desk),
  });
  browser = await startBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  await desk?.[Symbol.asyncDispose]();
});

/** Lets a page run a module of text, which leaves its result in the title. */
async function ran<Result>(page: Page, script: string): Promise<Result> {
  await page.addScriptTag({ type: "module", content: script });
  await page.locator("#done").waitFor({ state: "attached" });
  const text = await page.locator("#done").textContent();
  return JSON.parse(text ?? "");
}

/** What ends such a module. */
const DONE = `
const done = document.createElement("pre");
done.id = "done";
done.textContent = JSON.stringify(result);
document.body.append(done);`;

const photo = (bytes = photograph) => JSON.stringify([...bytes]);

/** How a picture becomes what is given, as README.md says. */
const prepared = () => `
import { squareOf } from "./picture/square.mjs";
const facts = await (await fetch("leat.json")).json();
const file = new File([new Uint8Array(${photo()})], "photo.jpg");
const bytes = await squareOf(file, facts.image);
const shape = [1, facts.image.size, facts.image.size, 3];`;

/** A folder of an export has no page of its own: this one is empty. */
async function emptyPage(folder: string) {
  const path = join(desk!.folder, folder, "index.html");
  await Deno.writeTextFile(
    path,
    '<!DOCTYPE html><link rel="icon" href="data:,">',
  );
  return await opened(browser, `${server.url}/${folder}/`);
}

seenTest(
  "tfjs in a browser loads the graph model, and answers as predict does",
  async () => {
    const { page, faults } = await emptyPage("tfjs");
    for (
      const path of [
        "core/tf-core",
        "cpu/tf-backend-cpu",
        "converter/tf-converter",
      ]
    ) {
      await page.addScriptTag({ url: `/${path}.min.js` });
    }
    const shares = await ran<Shares>(
      page,
      `${prepared()}
const model = await tf.loadGraphModel("./model.json");
const pixels = tf.tensor(Int32Array.from(bytes), shape, "int32");
const probabilities = model.execute({ pixels }, "probabilities");
const values = await probabilities.data();
const result = Object.fromEntries(facts.classes.map((name, at) => [name, values[at]]));
${DONE}`,
    );
    assertNear(shares, own, 1e-4);
    assert.deepEqual(faults, []);
    await page.close();
  },
);

seenTest(
  "a browser makes of a JPEG nearly what Leat decodes at a part of its size, and the same of a PNG",
  async () => {
    const { page, faults } = await emptyPage("tfjs");
    const how = { size: 16, method: "crop", reducingGap: 2 } as const;
    // Its colours are finer than JPEG keeps them, unless told.
    const chromaSubsampling = "4:4:4";
    const photographed = sharp(photograph);
    const [jpeg, png] = await Promise.all([
      photographed.clone().jpeg({ chromaSubsampling }),
      photographed.clone().png(),
    ].map(async (file) => new Uint8Array(await file.toBuffer()))) as [
      Uint8Array,
      Uint8Array,
    ];
    const squares = await ran<readonly (readonly number[])[]>(
      page,
      `
import { squareOf } from "./picture/square.mjs";
const result = [];
for (const bytes of [${photo(jpeg)}, ${photo(png)}]) {
  const blob = new Blob([new Uint8Array(bytes)]);
  result.push([...await squareOf(blob, ${JSON.stringify(how)})]);
}
${DONE}`,
    );
    const meanOff = (square: Uint8Array, other: readonly number[] = []) =>
      square.reduce(
        (sum, each, at) => sum + Math.abs(each - (other[at] ?? NaN)),
        0,
      ) / square.length;
    const { reducingGap: _gap, ...whole } = how;
    const wanted = await decodeImage(jpeg, how);
    const mean = meanOff(wanted, squares[0]);
    assert.ok(mean < 0.5, `${mean}`);
    const all = meanOff(wanted, [...await decodeImage(jpeg, whole)]);
    assert.ok(all > 2 * mean, `${all} and ${mean}`);
    assert.deepEqual(squares[1], [...await decodeImage(png, whole)]);
    assert.deepEqual(faults, []);
    await page.close();
  },
);

seenTest(
  "ONNX Runtime in a browser loads the file, and answers as predict does",
  async () => {
    const { page, faults } = await emptyPage("onnx");
    const shares = await ran<Shares>(
      page,
      `
import * as ort from "/ort/ort.wasm.bundle.min.mjs";
${prepared()}
ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create("model.onnx");
const pixels = new ort.Tensor("uint8", bytes, shape);
const { probabilities } = await session.run({ pixels });
const values = probabilities.data;
const result = Object.fromEntries(facts.classes.map((name, at) => [name, values[at]]));
${DONE}`,
    );
    assertNear(shares, own, 1e-4);
    assert.deepEqual(faults, []);
    await page.close();
  },
);
