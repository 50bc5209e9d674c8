import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import type { Unlike } from "../../../src/engine/familiarity/familiarity.ts";
import type { Explanation } from "../../../src/engine/insight/explanation.ts";
import { opened, seen, seenTest, startBrowser } from "../_browser.ts";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";
import { fileServer } from "./_file_server.ts";

/** What a page and `predict` tell besides the answer itself. */
interface Told {
  readonly label: unknown;
  readonly unlike?: Unlike;
  readonly explanation?: Explanation;
}

/** Rows with words, and with numbers that some of them lack. */
const TABLE = `const table = Array.from({ length: 160 }, (_, at) => ({
  at,
  x: Math.sin(at),
  y: Math.cos(at * 3),
  gap: at % 7 === 0 ? null : at / 10,
  word: ["some", "more", "most"][at % 3],
}));`;

/** Those who are asked about: like those, beyond them, and odd together. */
const ROWS = [
  { x: 0.5, y: 0.1, gap: 3, word: "some" },
  { x: 0.5, y: 0.1, gap: null, word: "more" },
  { x: 40, y: 0.1, gap: 3, word: "never" },
  { x: 0.99, y: -0.99, gap: 15.9, word: "most" },
];

const desk = seen ? await Desk.open() : undefined;
let server: ReturnType<typeof fileServer>;
let browser: Browser;
let picture: Uint8Array;

async function done(args: readonly string[]): Promise<string> {
  const { code, out, err } = await desk!.run(args);
  assert.equal(code, 0, out + err);
  return out;
}

/** What `predict` tells of files. */
async function predicted(...args: readonly string[]): Promise<Told[]> {
  const out = await done(["predict", ...args, "--json"]);
  return out.trim().split("\n").map((line) => JSON.parse(line));
}

Deno.test.beforeAll(async () => {
  if (desk === undefined) return;
  await drawImages(desk, 80);
  const architecture = "leat.resnet({ channels: [4, 8], blocks: [1, 1] })";
  const input = "leat.image({ size: 32 })";
  await desk.write("p.ts", pictures({ architecture, input }));
  await desk.write(
    "q.ts",
    points({
      before: TABLE,
      source: 'leat.rows(table, { id: "at" })',
      input:
        'leat.features({ continuous: ["x", "y", "gap"], categorical: ["word"] })',
      architecture: "leat.mlp({ hidden: [4] })",
    }),
  );
  // One that every decoder reads alike, and whose sides differ.
  const noise = Uint8Array.from(
    { length: 60 * 40 * 3 },
    (_, at) => 128 + 120 * Math.sin(at * at / 700),
  );
  picture = new Uint8Array(
    await sharp(noise, { raw: { width: 60, height: 40, channels: 3 } }).png()
      .toBuffer(),
  );
  await desk.write("odd.png", picture);
  for (const [at, row] of ROWS.entries()) {
    await desk.write(`${at}.json`, JSON.stringify(row));
  }
  for (const [pipeline, out] of [["./p.ts", "page"], ["./q.ts", "rows"]]) {
    assert.equal((await desk.train(pipeline!)).code, 0);
    await done(["export", pipeline!, "--to", "web", "--out", out!]);
  }
  server = fileServer({
    page: join(desk.folder, "page"),
    rows: join(desk.folder, "rows"),
  });
  browser = await startBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  await desk?.[Symbol.asyncDispose]();
});

/** What the page's own module answers: an expression makes what it is given. */
async function asked(page: Page, body: string): Promise<Told> {
  return await page.evaluate(`(async () => {
    const { ask } = await import(new URL("ask.mjs", document.baseURI).href);
    const answer = await ask("/predict?explain=1", { body: ${body} });
    return await answer.json();
  })()`);
}

/** Numbers that may be computed in another order. */
function near(one: unknown, other: unknown): void {
  assert.equal(typeof one, "number");
  const off = Math.abs(Number(one) - Number(other));
  assert.ok(off < 1e-3, `${one}, not ${other}`);
}

function assertAlike(told: Unlike | undefined, own: Unlike | undefined): void {
  assert.ok(told && own);
  const { distance, threshold, ...rest } = told;
  const { distance: far, threshold: limit, ...others } = own;
  assert.deepEqual(rest, others);
  near(distance, far);
  near(threshold, limit);
}

seenTest(
  "the exported page shows what of a picture speaks for the answer, and how unlike it is, as predict does",
  async () => {
    const [own] = await predicted("./p.ts", "odd.png", "--explain", "seen");
    const { page, faults } = await opened(browser, `${server.url}/page/`);
    const bytes = JSON.stringify([...picture]);
    const told = await asked(
      page,
      `(() => {
      const body = new FormData();
      body.append("file", new File([new Uint8Array(${bytes})], "odd.png"));
      return body;
    })()`,
    );
    assert.equal(told.label, own?.label);
    assert.equal(own?.unlike?.flag, true);
    assertAlike(told.unlike, own.unlike);
    assert.ok(told.explanation && own.explanation);
    const { map, ...where } = told.explanation;
    const { map: wanted, ...there } = own.explanation;
    assert.deepEqual(where, there);
    assert.equal(map.length, wanted.length);
    assert.ok(wanted.flat().includes(1), "something speaks for it");
    map.flat().forEach((value, at) =>
      near(value / 10, wanted.flat()[at]! / 10)
    );

    await page.getByLabel("Choose a file").setInputFiles({
      name: "odd.png",
      mimeType: "image/png",
      buffer: Buffer.from(picture),
    });
    await page.getByText(`bright: speaks for ${own.label}`).waitFor();
    assert.ok(await page.locator("#heat").isVisible());
    const note = page.locator("#unlike");
    await note.getByText("Unlike anything seen in training.").waitFor();
    assert.deepEqual(faults, []);
    await page.close();
  },
);

seenTest(
  "the exported page of a table tells how unlike a row is, as predict does",
  async () => {
    const own = await predicted(
      "./q.ts",
      ...ROWS.map((_, at) => `${at}.json`),
    );
    const { page, faults } = await opened(browser, `${server.url}/rows/`);
    for (const [at, row] of ROWS.entries()) {
      const body = JSON.stringify(JSON.stringify(row));
      const told = await asked(page, body);
      assert.equal(told.label, own[at]?.label);
      assertAlike(told.unlike, own[at]?.unlike);
      assert.equal(told.explanation, undefined);
    }
    assert.deepEqual(own.map(({ unlike }) => unlike?.flag).slice(0, 3), [
      false,
      false,
      true,
    ]);
    await page.getByLabel("x", { exact: true }).fill("40");
    await page.getByRole("button", { name: "Ask the model" }).click();
    await page.locator("#unlike")
      .getByText(/x 40 is outside of what training has/).waitFor();
    assert.deepEqual(faults, []);
    await page.close();
  },
);
