import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { decodeImage } from "../../../src/base/codec/image.ts";
import { packageFile } from "../../../src/app/data/package_file.ts";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";
import { opened, seen, seenTest, startBrowser } from "../_browser.ts";
import { fileServer } from "./_file_server.ts";

type Shares = Readonly<Record<string, number>>;

const desk = seen ? await Desk.open() : undefined;
let server: ReturnType<typeof fileServer>;
let browser: Browser;
/** What `predict` says of the photograph, and of the row. */
let own: Shares;
let ownOfRow: Shares;
let photograph: Uint8Array;

async function predicted(pipeline: string, file: string): Promise<Shares> {
  const { out, err } = await desk!.run(["predict", pipeline, file, "--json"]);
  assert.notEqual(out, "", err);
  return JSON.parse(out).probabilities;
}

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

/** A larger picture than the model reads, and no square: waves of colours. */
async function drawnPhotograph(): Promise<Uint8Array> {
  const [width, height] = [150, 100];
  const wave = (at: number) => 128 + 120 * Math.sin(at / 900);
  const pixels = Uint8Array.from(
    { length: width * height * 3 },
    (_, at) => wave(at * (1 + at % 3)),
  );
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 }).toBuffer();
  return new Uint8Array(bytes);
}

Deno.test.beforeAll(async () => {
  if (desk === undefined) return;
  await drawImages(desk, 8);
  await desk.write("p.ts", pictures());
  await desk.write("q.ts", points());
  photograph = await drawnPhotograph();
  await desk.write("photo.jpg", photograph);
  await desk.write("row.json", '{"x": 0.6, "y": -0.3}');
  for (const pipeline of ["./p.ts", "./q.ts"]) {
    assert.equal((await desk.train(pipeline)).code, 0);
  }
  for (
    const [pipeline, format, out] of [
      ["./p.ts", "web", "page"],
      ["./q.ts", "web", "rows"],
      ["./p.ts", "tfjs", "tfjs"],
      ["./p.ts", "onnx", "onnx"],
    ] as const
  ) {
    const args = ["export", pipeline, "--to", format, "--out", out];
    const { code, out: said, err } = await desk.run(args);
    assert.equal(code, 0, said + err);
  }
  own = await predicted("./p.ts", "photo.jpg");
  ownOfRow = await predicted("./q.ts", "row.json");
  const at = (name: string) => join(desk.folder, name);
  const core = "@tensorflow/tfjs-core/dist/tf-core.min.js";
  const cpu = "@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.min.js";
  server = fileServer({
    page: at("page"),
    rows: at("rows"),
    tfjs: at("tfjs"),
    onnx: at("onnx"),
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

function assertNear(shares: Shares, wanted: Shares, tolerance: number): void {
  assert.deepEqual(Object.keys(shares), Object.keys(wanted));
  for (const [name, share] of Object.entries(wanted)) {
    const off = Math.abs((shares[name] ?? NaN) - share);
    assert.ok(off < tolerance, `${name}: ${shares[name]}, not ${share}`);
  }
}

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

async function choose(page: Page, name: string, bytes: Uint8Array) {
  const buffer = Buffer.from(bytes);
  await page.getByLabel("Choose a file")
    .setInputFiles({ name, mimeType: "image/jpeg", buffer });
}

/** What the page answers, to more places than it shows. */
async function asked(page: Page, bytes = photograph): Promise<Shares> {
  // The module is the one that the page itself imported.
  await page.evaluate(`(async () => {
    const { ask } = await import(new URL("ask.mjs", document.baseURI).href);
    const body = new FormData();
    const bytes = new Uint8Array(${photo(bytes)});
    body.append("file", new File([bytes], "photo"));
    const answer = await ask("/predict?explain=1", { body });
    document.body.dataset.answer = JSON.stringify(await answer.json());
  })()`);
  const { probabilities, explanation } = JSON.parse(
    await page.locator("body").getAttribute("data-answer") ?? "",
  );
  assert.equal(explanation.map.length, 8);
  return probabilities;
}

seenTest("the exported page answers by itself, as predict does", async () => {
  for (const width of [1200, 390]) {
    const { page, faults } = await opened(browser, `${server.url}/page/`, {
      width,
      height: 800,
    });
    await page.getByRole("heading", { name: "Blue or red?" }).waitFor();
    assert.ok(
      await page.getByText("For programs").isHidden().catch(() => true),
    );
    await choose(page, "photo.jpg", photograph);
    await page.locator("#label").waitFor();
    const best = Object.entries(own).sort(([, a], [, b]) => b - a)[0]!;
    assert.equal(await page.locator("#label").innerText(), best[0]);
    assert.match(
      await page.locator("#time").innerText(),
      /^answered in \d+ ms by WebAssembly$/,
    );
    // Decoders of two libraries may round a pixel otherwise.
    assertNear(await asked(page), own, 1e-3);

    await choose(page, "notes.txt", new TextEncoder().encode("no picture"));
    const alarm = page.getByRole("alert");
    await alarm.waitFor();
    assert.equal(
      await alarm.innerText(),
      'Cannot read image "notes.txt": the browser cannot show it',
    );
    const [wide, screen] = await page.evaluate(
      "[document.documentElement.scrollWidth, innerWidth]",
    ) as [number, number];
    assert.ok(wide <= screen);
    assert.deepEqual(faults, []);
    await page.close();
  }
});

seenTest(
  "the exported page takes what is dropped and photographed",
  async () => {
    const { page, faults } = await opened(browser, `${server.url}/page/`);
    await page.getByText("Drop a picture here").waitFor();
    await page.evaluate(`{
    const dataTransfer = new DataTransfer();
    const bytes = new Uint8Array(${photo()});
    dataTransfer.items.add(new File([bytes], "d.jpg", { type: "image/jpeg" }));
    const given = { bubbles: true, cancelable: true, dataTransfer };
    document.dispatchEvent(new DragEvent("drop", given));
  }`);
    await page.getByAltText("you chose: d.jpg").waitFor();
    await page.locator("#label").waitFor();
    await page.getByRole("button", { name: "Camera" }).click();
    await page.getByRole("button", { name: "Take the picture" }).click();
    await page.getByAltText("The picture that you took").waitFor();
    await page.locator("#label").waitFor();
    assert.deepEqual(faults, []);
    await page.close();
  },
);

seenTest(
  "the exported page of a table asks for a row, and answers as predict does",
  async () => {
    const { page, faults } = await opened(browser, `${server.url}/rows/`);
    await page.getByLabel("x", { exact: true }).fill("0.6");
    await page.getByLabel("y", { exact: true }).fill("-0.3");
    await page.getByRole("button", { name: "Ask the model" }).click();
    await page.locator("#label").waitFor();
    const best = Object.entries(ownOfRow).sort(([, a], [, b]) => b - a)[0]!;
    assert.equal(await page.locator("#label").innerText(), best[0]);
    assert.equal(
      await page.locator("#sure").innerText(),
      `${(best[1] * 100).toFixed(best[1] > 0.99 ? 1 : 0)} % sure`,
    );
    assert.deepEqual(faults, []);
    await page.close();
  },
);

seenTest(
  "the exported page tells how unlike a picture is to training, as predict does",
  async () => {
    const args = ["predict", "./p.ts", "photo.jpg", "--json"];
    const { unlike } = JSON.parse((await desk!.run(args)).out);
    const { page, faults } = await opened(browser, `${server.url}/page/`);
    await page.getByText("Drop a picture here").waitFor();
    await choose(page, "photo.jpg", photograph);
    // Of eight pictures, too few validate to say what is unlike them.
    await page.getByText("Too few validation pictures to say").waitFor();
    const told = await page.evaluate(`(async () => {
      const { ask } = await import(new URL("ask.mjs", document.baseURI).href);
      const body = new FormData();
      body.append("file", new File([new Uint8Array(${photo()})], "photo.jpg"));
      return (await (await ask("/predict", { body })).json()).unlike;
    })()`) as typeof unlike;
    assert.equal(told.flag, null);
    assert.equal(told.percentile, unlike.percentile);
    assert.ok(unlike.distance > 0);
    assert.ok(Math.abs(told.distance - unlike.distance) < 1e-3);
    assert.deepEqual(faults, []);
    await page.close();
  },
);

seenTest(
  "the exported page answers on WebGPU, as predict does",
  async () => {
    const gpu = await startBrowser(true);
    try {
      // Where it is played by the processor, the page takes it when asked to.
      const { page, faults } = await opened(
        gpu,
        `${server.url}/page/?on=webgpu`,
        // Of the driver, not of the page.
        { allowed: /^No available adapters/ },
      );
      const adapter = await page.evaluate(
        "navigator.gpu?.requestAdapter().then((adapter) => adapter !== null)",
      );
      if (adapter !== true) {
        console.log("Not looked at: this Chromium has no WebGPU");
        return;
      }
      await page.getByRole("heading", { name: "Blue or red?" }).waitFor();
      await choose(page, "photo.jpg", photograph);
      await page.locator("#label").waitFor();
      assert.match(
        await page.locator("#time").innerText(),
        /^answered in \d+ ms by WebGPU$/,
      );
      // One that every decoder reads alike.
      const drawn = new Uint8Array(await sharp(photograph).png().toBuffer());
      await desk!.write("drawn.png", drawn);
      const wanted = await predicted("./p.ts", "drawn.png");
      assertNear(await asked(page, drawn), wanted, 1e-4);
      assert.deepEqual(faults, []);
    } finally {
      await gpu.close();
    }
  },
);

seenTest("the exported page opened from the disk says what to do", async () => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(desk!.folder, "page/index.html")).href);
  const lead = page.locator("#lead");
  await lead.getByText(/^This page must come from a web server/).waitFor();
  assert.match(await lead.innerText(), /"python3 -m http\.server" .*\.$/);
  assert.equal(await page.locator("main section:visible").count(), 0);
  await page.close();
});

seenTest("the exported page says what of it is missing", async () => {
  const model = join(desk!.folder, "page/model/model.json");
  await Deno.rename(model, `${model}.away`);
  try {
    const { page } = await opened(browser, `${server.url}/page/`);
    await page.getByText("Drop a picture here").waitFor();
    await choose(page, "photo.jpg", photograph);
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").innerText(), /model\.json/);
    await page.close();
  } finally {
    await Deno.rename(`${model}.away`, model);
  }
});
