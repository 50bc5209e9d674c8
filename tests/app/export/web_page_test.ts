import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { opened, seen, seenTest, startBrowser } from "../_browser.ts";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";
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
/** What `predict` says of the photograph, and of the row. */
let own: Shares;
let ownOfRow: Shares;
let photograph: Uint8Array;

Deno.test.beforeAll(async () => {
  if (desk === undefined) return;
  await drawImages(desk, 8);
  await desk.write("p.ts", pictures());
  await desk.write("q.ts", points());
  photograph = await drawnPhotograph();
  await desk.write("photo.jpg", photograph);
  await desk.write("row.json", '{"x": 0.6, "y": -0.3}');
  for (
    const [pipeline, out] of [["./p.ts", "page"], ["./q.ts", "rows"]] as const
  ) {
    assert.equal((await desk.train(pipeline)).code, 0);
    await exported(desk, pipeline, "web", out);
  }
  own = await predicted(desk, "./p.ts", "photo.jpg");
  ownOfRow = await predicted(desk, "./q.ts", "row.json");
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

const photo = (bytes = photograph) => JSON.stringify([...bytes]);

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
      const wanted = await predicted(desk!, "./p.ts", "drawn.png");
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
