import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import {
  type Opened,
  opened as openedPage,
  seen,
  seenTest,
  startBrowser,
} from "../_browser.ts";
import { Desk } from "../_cli.ts";
import { drawImages, drawn } from "../_images.ts";
import { pictures } from "../_pipelines.ts";
import { serving } from "./_serving.ts";

const desk = seen ? await Desk.open() : undefined;
let server: Awaited<ReturnType<typeof serving>>;
let browser: Browser;

Deno.test.beforeAll(async () => {
  if (desk === undefined) return;
  await drawImages(desk, 20);
  await desk.write("p.ts", pictures());
  assert.equal((await desk.train("./p.ts")).code, 0);
  server = await serving(desk, "./p.ts");
  browser = await startBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  await desk?.[Symbol.asyncDispose]();
});

/**
 * The page, and what it complained of or asked elsewhere.
 *
 * @param told what the server is to have said
 */
async function opened(
  size = { width: 1200, height: 800 },
  told?: { readonly model: unknown; readonly answer: unknown },
): Promise<Opened> {
  const opened = await openedPage(browser, server.url, {
    ...size,
    // A browser tells of each answer that is an error.
    allowed: /the server responded with a status/,
    before: async (page) => {
      if (!told) return;
      await page.route(
        "**/model",
        (each) => each.fulfill({ json: told.model }),
      );
      await page.route(
        "**/predict*",
        (each) => each.fulfill({ json: told.answer }),
      );
    },
  });
  // What is given before the page knows the model is not asked about.
  await opened.page.locator("#files:visible, #row-form:visible").waitFor();
  return opened;
}

async function file(name: string, bytes: Uint8Array) {
  const { Buffer } = await import("node:buffer");
  return { name, mimeType: "image/jpeg", buffer: Buffer.from(bytes) };
}

/** Fails where something reaches beyond the side of the screen. */
async function assertFits(page: Page): Promise<void> {
  const [wide, screen] = await page.evaluate(
    "[document.documentElement.scrollWidth, innerWidth]",
  ) as [number, number];
  assert.ok(wide <= screen, `${wide} on ${screen}`);
}

seenTest(
  "the page shows what the model says of a picture that is chosen",
  async () => {
    for (const width of [1200, 390]) {
      const { page, faults } = await opened({ width, height: 800 });
      await page.getByRole("heading", { name: "Blue or red?" }).waitFor();
      await page.getByLabel("Choose a file").setInputFiles(
        await file("red.jpg", await drawn("red", 3)),
      );
      await page.locator("#label").waitFor();
      assert.match(await page.locator("#label").innerText(), /^(?:red|blue)$/);
      assert.match(await page.locator("#sure").innerText(), /^\d+ % sure$/);
      assert.equal(await page.locator("#bars li").count(), 2);
      assert.match(
        await page.locator("#time").innerText(),
        /^answered in \d+ ms$/,
      );
      // What a screen reader says.
      assert.match(
        await page.getByRole("status").innerText(),
        /^The model says: (?:red|blue), \d+ % sure$/,
      );
      assert.ok(
        await page.getByAltText("The picture that you chose: red.jpg")
          .isVisible(),
      );
      await assertFits(page);

      await page.getByLabel("Choose a file").setInputFiles(
        await file("notes.txt", new TextEncoder().encode("no picture")),
      );
      const alarm = page.getByRole("alert");
      await alarm.waitFor();
      assert.match(await alarm.innerText(), /^Cannot read image "notes\.txt"/);
      assert.ok(await page.locator("#result").isHidden());
      assert.deepEqual(faults, []);
      await page.close();
    }
  },
);

seenTest(
  "the page takes a picture that is dropped, pasted or photographed",
  async () => {
    const { page, faults } = await opened();
    await page.getByText("Drop a picture here").waitFor();
    const bytes = [...await drawn("blue", 2)];
    for (const kind of ["drop", "paste"] as const) {
      await page.evaluate(`{
      const data = new DataTransfer();
      const bytes = new Uint8Array([${bytes}]);
      data.items.add(new File([bytes], "${kind}.jpg", { type: "image/jpeg" }));
      const given = { bubbles: true, cancelable: true };
      document.dispatchEvent("${kind}" === "drop"
        ? new DragEvent("drop", { ...given, dataTransfer: data })
        : new ClipboardEvent("paste", { ...given, clipboardData: data }));
    }`);
      await page.getByAltText(`you chose: ${kind}.jpg`).waitFor();
      await page.locator("#label").waitFor();
    }
    await page.getByRole("button", { name: "Camera" }).click();
    await page.getByRole("button", { name: "Take the picture" }).click();
    await page.getByAltText("The picture that you took").waitFor();
    await page.locator("#label").waitFor();
    assert.deepEqual(faults, []);
    await page.close();
  },
);

/** A camera that comes, and sees something, when it is told to. */
const SLOW_CAMERA = `{
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const stream = canvas.captureStream(0);
  const [track] = stream.getTracks();
  const { promise, resolve } = Promise.withResolvers();
  navigator.mediaDevices.getUserMedia = () => promise;
  window.slow = {
    comes: () => resolve(stream),
    sees: () => {
      context.fillRect(0, 0, 8, 8);
      track.requestFrame();
    },
    isOn: () => track.readyState === "live",
  };
}`;

seenTest("the page takes no picture before the camera sees one", async () => {
  const { page, faults } = await opened();
  const shoot = page.getByRole("button", { name: "Take the picture" });
  for (const sees of [false, true]) {
    await page.evaluate(SLOW_CAMERA);
    await page.getByRole("button", { name: "Camera" }).click();
    await page.evaluate("slow.comes()");
    await shoot.waitFor();
    assert.ok(await shoot.isDisabled());
    if (sees) {
      await page.evaluate("slow.sees()");
      await shoot.click();
      await page.getByAltText("The picture that you took").waitFor();
      await page.locator("#label").waitFor();
    } else {
      await page.getByRole("button", { name: "Close the camera" }).click();
      await shoot.waitFor({ state: "hidden" });
    }
    assert.equal(await page.evaluate("slow.isOn()"), false);
  }
  assert.deepEqual(faults, []);
  await page.close();
});

seenTest("the page lets go a camera that comes too late", async () => {
  const { page, faults } = await opened();
  await page.getByText("Drop a picture here").waitFor();
  await page.evaluate(SLOW_CAMERA);
  await page.getByRole("button", { name: "Camera" }).click();
  await page.getByLabel("Choose a file").setInputFiles(
    await file("red.jpg", await drawn("red", 3)),
  );
  await page.locator("#label").waitFor();
  await page.evaluate("slow.comes()");
  assert.equal(await page.evaluate("slow.isOn()"), false);
  assert.ok(await page.getByAltText("you chose: red.jpg").isVisible());
  assert.deepEqual(faults, []);
  await page.close();
});

seenTest("the page is used with the keys alone", async () => {
  const { page } = await opened();
  await page.getByText("Drop a picture here").waitFor();
  // First of all: the browser is told to hand files over, which takes a moment.
  const chooser = page.waitForEvent("filechooser");
  const reached: string[] = [];
  for (let at = 0; at < 4; at++) {
    await page.keyboard.press("Tab");
    reached.push(String(await page.evaluate("document.activeElement.id")));
  }
  assert.deepEqual(reached.slice(0, 3), ["file", "webcam", "paste"]);
  await page.locator("#file").focus();
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(
    await file("red.jpg", await drawn("red", 1)),
  );
  await page.locator("#label").waitFor();
  await page.close();
});

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
      const { page, faults } = await opened({ width: 390, height: 800 }, {
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
    const { page, faults } = await opened(undefined, {
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

seenTest(
  "the page for programs shows how to ask, from here alone",
  async () => {
    const { page, faults } = await opened({ width: 390, height: 800 });
    await page.getByRole("link", { name: "For programs" }).click();
    await page.getByText("curl -F file=@picture.jpg").waitFor();
    assert.ok(await page.getByText("multipart/form-data").isVisible());
    await assertFits(page);
    assert.deepEqual(faults, []);
    await page.close();
  },
);

/** Pixels of the map over the picture that are not all alike, and its box. */
const HEAT = `(() => {
  const canvas = document.getElementById("heat");
  const box = (each) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return [x, y, width, height].map(Math.round);
  };
  const { data } = canvas.getContext("2d")
    .getImageData(0, 0, canvas.width, canvas.height);
  return {
    colours: new Set(new Uint32Array(data.buffer)).size,
    canvas: box(canvas),
    picture: box(document.getElementById("picture")),
    opacity: canvas.style.opacity,
  };
})()`;

seenTest(
  "the page shows where the model looks, over the picture, as strongly as one likes",
  async () => {
    for (const width of [1200, 390]) {
      const { page, faults } = await opened({ width, height: 800 });
      const slider = page.getByLabel("Where it looks");
      assert.ok(await slider.isHidden());
      await page.getByLabel("Choose a file").setInputFiles(
        await file("red.jpg", await drawn("red", 3, 200)),
      );
      await slider.waitFor();
      assert.match(
        await page.locator("#speaks").innerText(),
        /^bright: speaks for (?:red|blue)$/,
      );
      const before = await page.evaluate(HEAT) as {
        readonly colours: number;
        readonly canvas: readonly number[];
        readonly picture: readonly number[];
        readonly opacity: string;
      };
      assert.ok(before.colours > 20, `${before.colours} colours`);
      assert.deepEqual(before.canvas, before.picture);
      assert.equal(before.opacity, "0.6");
      await slider.press("Home");
      const after = await page.evaluate(HEAT) as typeof before;
      assert.equal(after.opacity, "0");
      assert.match(
        await page.locator("#unlike").innerText(),
        /^Too few validation pictures/,
      );
      await assertFits(page);
      // No map of the one before lies over the next.
      await page.getByLabel("Choose a file").setInputFiles(
        await file("none.jpg", new TextEncoder().encode("no picture")),
      );
      await page.locator("#problem").waitFor();
      assert.ok(await slider.isHidden());
      assert.ok(await page.locator("#heat").isHidden());
      assert.deepEqual(faults, []);
      await page.close();
    }
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
  const { page, faults } = await opened({ width: 390, height: 800 }, {
    model,
    answer,
  });
  await page.getByLabel("Choose a file").setInputFiles(
    await file("red.jpg", await drawn("red", 3)),
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
