/**
 * What the page makes of models and answers of all kinds, whatever the model is
 * that is served.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { type Opened, seen, seenTest, startBrowser } from "../_browser.ts";
import { Desk } from "../_cli.ts";
import { drawn } from "../_images.ts";
import { points } from "../_pipelines.ts";
import { assertFits, file, openedPage } from "./_page.ts";
import { serving } from "./_serving.ts";

const desk = seen ? await Desk.open() : undefined;
let server: Awaited<ReturnType<typeof serving>>;
let browser: Browser;

Deno.test.beforeAll(async () => {
  if (desk === undefined) return;
  await desk.write("p.ts", points());
  assert.equal((await desk.train("./p.ts")).code, 0);
  server = await serving(desk, "./p.ts");
  browser = await startBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  await desk?.[Symbol.asyncDispose]();
});

/** The page on a phone, where the server is to have said this. */
function opened(
  told: { readonly model: unknown; readonly answer: unknown },
): Promise<Opened> {
  const size = { width: 390, height: 800 };
  return openedPage(browser, server.url, { size, told });
}

const model = {
  pipeline: "p",
  model: "0".repeat(64),
  maxBytes: 1000,
  batch: 4,
};

seenTest(
  "the page shows tags, a number, and the likeliest of many classes",
  async () => {
    const names = Array.from({ length: 12 }, (_, at) => `class ${at}`);
    const many = Object.fromEntries(names.map((name, at) => [name, at / 66]));
    const cases = [
      {
        model: {
          kind: "tags",
          classes: ["sun", "sea"],
          takes: "row",
          columns: [],
        },
        answer: { label: ["sea"], probabilities: { sun: 0.2, sea: 0.9995 } },
        text: "sea",
        bars: ["sea over 99.9 %", "sun 20 %"],
      },
      {
        model: { kind: "quantity", classes: [], takes: "row", columns: [] },
        answer: { label: 12345.678 },
        text: "12,346",
        bars: [],
      },
      {
        model: { kind: "category", classes: names, takes: "row", columns: [] },
        answer: { label: "class 11", probability: 1 / 6, probabilities: many },
        text: "class 11",
        bars: [
          "class 11 17 %",
          "class 10 15 %",
          "class 9 14 %",
          "class 8 12 %",
          "class 7 11 %",
          "class 6 9 %",
          "class 5 8 %",
          "class 4 6 %",
          "and 4 less likely",
        ],
      },
    ];
    for (const { model: own, answer, text, bars } of cases) {
      const { page, faults } = await opened({
        model: { ...model, ...own },
        answer: { ...answer, milliseconds: 3.2, model: model.model },
      });
      await page.getByRole("button", { name: "Ask the model" }).click();
      await page.locator("#label").waitFor();
      assert.equal(await page.locator("#label").innerText(), text);
      const shown = await page.locator("#bars li").allInnerTexts();
      assert.deepEqual(
        shown.map((each) => each.trim().replaceAll(/\s+/g, " ")),
        bars,
      );
      await assertFits(page);
      assert.deepEqual(faults, []);
      await page.close();
    }
  },
);

seenTest(
  "the page asks for the cells of a row, and names those that are odd",
  async () => {
    const { page, faults } = await opened({
      model: {
        ...model,
        kind: "category",
        classes: [false, true],
        takes: "row",
        columns: [
          { name: "wind", median: 3.25, optional: false },
          { name: "rain", median: 1, optional: true },
          { name: "season", values: ["summer", "winter"], optional: false },
          { name: "__proto__", values: [false, true], optional: false },
        ],
      },
      answer: {
        label: true,
        probability: 0.75,
        probabilities: { false: 0.25, true: 0.75 },
        unlike: {
          flag: true,
          distance: 0.1,
          threshold: 0.4,
          percentile: 30,
          unmet: [
            { column: "wind", value: 900, range: [0, 12.5] },
            { column: "<b>", value: "<i>", range: undefined },
            { column: "rain", value: null },
          ],
        },
        milliseconds: 1,
        model: model.model,
      },
    });
    assert.equal(await page.getByLabel("wind").inputValue(), "3.25");
    await page.getByLabel("rain").fill("");
    await page.getByLabel("season").selectOption("winter");
    await page.getByLabel("__proto__").selectOption("true");
    const sent = page.waitForRequest("**/predict*");
    await page.getByRole("button", { name: "Ask the model" }).click();
    assert.equal(
      (await sent).postData(),
      '{"wind":3.25,"rain":null,"season":"winter","__proto__":true}',
    );
    await page.locator("#label").waitFor();
    assert.equal(await page.locator("#label").innerText(), "true");
    const note = await page.locator("#unlike").innerText();
    assert.equal(
      note.replaceAll(/\s+/g, " "),
      'Unlike anything seen in training. wind 900 is outside of what training has, 0 to 12.5. <b> "<i>" has no like in training. rain is missing, as never in training. The answer may mean nothing.',
    );
    assert.deepEqual(faults, []);
    await page.close();
  },
);

seenTest("the page warns of what is unlike anything seen", async () => {
  const model = {
    pipeline: "pets",
    maxBytes: 1e6,
    model: "0".repeat(64),
    kind: "category",
    classes: ["cat", "dog"],
    takes: "image",
    batch: 8,
  };
  const answer = {
    label: "cat",
    probability: 0.99,
    probabilities: { cat: 0.99, dog: 0.01 },
    unlike: { flag: true, distance: 1.2, threshold: 0.4, percentile: 100 },
    milliseconds: 3,
    model: model.model,
  };
  const { page, faults } = await opened({
    model,
    answer,
  });
  await page.getByLabel("Choose a file").setInputFiles(
    file("red.jpg", await drawn("red", 3)),
  );
  const note = page.locator("#unlike");
  await note.waitFor();
  assert.match(await note.innerText(), /^Unlike anything seen in training\./);
  assert.match(
    await note.innerText(),
    /farther from the training \w+ than all/,
  );
  assert.match(
    await page.getByRole("status").innerText(),
    /The model says: cat.*Unlike anything seen in training/,
  );
  // This network told nothing of where it looks.
  assert.ok(await page.getByLabel("Where it looks").isHidden());
  await assertFits(page);
  assert.deepEqual(faults, []);
  await page.close();
});
