import assert from "node:assert/strict";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import {
  serveClean,
  type ServedPage,
} from "../../../src/app/clean/serve_clean.ts";
import type { SessionParts } from "../../../src/app/clean/session.ts";
import {
  opened as openedPage,
  seen,
  seenTest,
  startBrowser,
} from "../_browser.ts";
import { withFolder } from "../../_folder.ts";
import { sessionIn } from "./_session.ts";

let browser: Browser;

Deno.test.beforeAll(async () => {
  if (!seen) return;
  browser = await startBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
});

interface Opened {
  readonly page: Page;
  readonly folder: string;
  readonly served: ServedPage;
  /** The choices in the file: `red_0.jpg drop`. */
  chosen(): Promise<readonly string[]>;
  open(): Promise<Page>;
}

/** A test in a browser, of a page of its own. */
function cleanTest(
  name: string,
  run: (opened: Opened) => Promise<void>,
  parts: Partial<SessionParts> = {},
): void {
  seenTest(name, () =>
    withFolder(async (folder) => {
      await using served = await serveClean(
        await sessionIn(folder, parts),
        0,
      );
      const told: string[][] = [];
      const pages: Page[] = [];
      const open = async () => {
        const { page, faults: own } = await openedPage(browser, served.url, {
          width: 1000,
          // A browser tells of each answer that is an error.
          allowed: /the server responded with a status/,
        });
        pages.push(page);
        told.push(own);
        await page.locator("#filters").waitFor();
        return page;
      };
      const chosen = async () => {
        const file = join(folder, "colours.clean.jsonl");
        const text = await Deno.readTextFile(file).catch(() => "");
        return text.trim().split("\n").filter((line) => line !== "")
          .map((line) => JSON.parse(line))
          .map(({ item, choice, label }) =>
            [item, choice, label].filter(Boolean).join(" ")
          );
      };
      try {
        await run({ page: await open(), folder, served, chosen, open });
        assert.deepEqual(told.flat(), []);
      } finally {
        for (const page of pages) await page.close();
      }
    }));
}

/** Asked in the page: how wide the second picture is. */
const DECODED = `document.querySelector("#card-1 img").decode()
  .then(() => document.querySelector("#card-1 img").naturalWidth)`;

/** Asked in the page: the places of the cards that are shown. */
const SHOWN = `[...document.querySelectorAll("#cards article")]
  .map(({ id }) => id.slice(5)).join()`;

/** Waits until the status says what was done last. */
const said = (page: Page, text: string) =>
  page.locator("#status", { hasText: text }).waitFor();

cleanTest("keys choose, move on and undo", async ({ page, chosen }) => {
  await page.keyboard.press("d");
  await said(page, "red_0.jpg: drop");
  await page.keyboard.press("k");
  await said(page, "blue_1.jpg: keep");
  await page.keyboard.press("r");
  await page.locator("#relabel[open]").waitFor();
  await page.keyboard.press("1");
  await said(page, "red_2.jpg: relabel to blue");
  assert.deepEqual(await chosen(), [
    "blue_1.jpg keep",
    "red_0.jpg drop",
    "red_2.jpg relabel blue",
  ]);
  assert.match(
    await page.locator("#lead").innerText(),
    /^3 of 6 items looked at: 1 to drop, 1 to relabel, 1 to keep\./,
  );
  await page.keyboard.press("u");
  await said(page, "red_2.jpg: nothing chosen");
  await page.keyboard.press("u");
  await said(page, "blue_1.jpg: nothing chosen");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("k");
  await said(page, "red_0.jpg: keep");
  assert.deepEqual(await chosen(), ["red_0.jpg keep"]);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("c");
  await said(page, "red_0.jpg: nothing chosen");
  assert.deepEqual(await chosen(), []);
});

cleanTest(
  "a card shows what the model says, its loss and its picture",
  async ({ page }) => {
    const card = page.locator("#card-1");
    assert.match(
      await card.innerText(),
      /said: red 75 %\s+is: blue 25 %\s+loss 1\.75\s+validation · blue_1\.jpg/,
    );
    const image = card.locator("img");
    assert.equal(
      await page.evaluate(DECODED),
      24,
    );
    assert.equal(
      await image.getAttribute("alt"),
      "blue_1.jpg, labelled blue",
    );
    assert.equal(await page.locator("#cards article").count(), 4);
  },
);

cleanTest(
  "views, classes and what was not looked at yet filter the cards",
  async ({ page, chosen }) => {
    const ids = () => page.evaluate(SHOWN);
    await page.getByText("Copies").click();
    assert.equal(await ids(), "4,5");
    assert.match(await page.locator("#card-4").innerText(), /copy 1: 2 items/);
    await page.locator("#class").selectOption("blue");
    assert.equal(await ids(), "5");
    await page.locator("#card-5").getByRole("button", { name: "Drop" }).click();
    await said(page, "blue_5.jpg: drop");
    await page.getByLabel("not looked at yet").check();
    assert.equal(await ids(), "");
    assert.ok(await page.getByText("Nothing to look at here").isVisible());
    await page.getByText("Top losses").click();
    assert.equal(await ids(), "1,3");
    assert.deepEqual(await chosen(), ["blue_5.jpg drop"]);
  },
);

cleanTest(
  "a new class is typed, and said to be meant",
  async ({ page, chosen }) => {
    await page.keyboard.press("r");
    await page.getByLabel("Label", { exact: true }).fill("green");
    await page.keyboard.press("Enter");
    assert.match(
      await page.locator("#relabel-problem").innerText(),
      /No item is of that class/,
    );
    assert.deepEqual(await chosen(), []);
    await page.getByLabel("A new class").check();
    await page.getByLabel("Why").fill("neither");
    await page.getByRole("button", { name: "Relabel", exact: true }).last()
      .click();
    await said(page, "red_0.jpg: relabel to green");
    assert.deepEqual(await chosen(), ["red_0.jpg relabel green"]);
    assert.match(
      await page.locator("#card-0").innerText(),
      /now: green · neither/,
    );
  },
);

cleanTest(
  "two pages lose nothing of one another",
  async ({ page, open, chosen }) => {
    const other = await open();
    await other.keyboard.press("d");
    await said(other, "red_0.jpg: drop");
    await page.bringToFront();
    await page.locator("#card-3").focus();
    await page.keyboard.press("k");
    await said(page, "blue_3.jpg: keep");
    assert.deepEqual(await chosen(), ["blue_3.jpg keep", "red_0.jpg drop"]);
  },
);

cleanTest(
  "what cannot be saved is kept in the page, and tried again",
  async ({ page, folder, chosen }) => {
    // Nobody writes a file in the place of a folder.
    const path = join(folder, "colours.clean.jsonl");
    await Deno.mkdir(join(path, "full"), { recursive: true });
    await page.keyboard.press("d");
    const alarm = page.getByRole("alert").first();
    await alarm.getByText(/Cannot (?:read|write)/).waitFor();
    assert.match(await page.locator("#card-0").innerText(), /not saved/);
    await Deno.remove(path, { recursive: true });
    await page.getByRole("button", { name: "Try again" }).click();
    await alarm.waitFor({ state: "hidden" });
    assert.deepEqual(await chosen(), ["red_0.jpg drop"]);
    assert.doesNotMatch(await page.locator("#card-0").innerText(), /not saved/);
  },
);

cleanTest(
  "what the pipeline lacks is told, and fits a phone",
  async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    assert.match(
      await page.locator("#notes").innerText(),
      /does not read these choices yet\. Write there: source: images\(/,
    );
    const [wide, screen] = await page.evaluate(
      "[document.documentElement.scrollWidth, innerWidth]",
    ) as [number, number];
    assert.ok(wide <= screen, `${wide} on ${screen}`);
  },
  { lacking: 'source: images(…, { clean: "./colours.clean.jsonl" })' },
);
