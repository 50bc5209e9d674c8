import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { type Opened, seen, seenTest, startBrowser } from "../_browser.ts";
import { Desk } from "../_cli.ts";
import { drawImages, drawn } from "../_images.ts";
import { pictures } from "../_pipelines.ts";
import { assertFits, file, openedPage, type Size } from "./_page.ts";
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

/** The page of the server. */
function opened(size?: Size): Promise<Opened> {
  return openedPage(browser, server.url, { size });
}

seenTest(
  "the page shows what the model says of a picture that is chosen",
  async () => {
    for (const width of [1200, 390]) {
      const { page, faults } = await opened({ width, height: 800 });
      await page.getByRole("heading", { name: "Blue or red?" }).waitFor();
      await page.getByLabel("Choose a file").setInputFiles(
        file("red.jpg", await drawn("red", 3)),
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
        file("notes.txt", new TextEncoder().encode("no picture")),
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
    file("red.jpg", await drawn("red", 3)),
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
    file("red.jpg", await drawn("red", 1)),
  );
  await page.locator("#label").waitFor();
  await page.close();
});

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
        file("red.jpg", await drawn("red", 3, 200)),
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
        file("none.jpg", new TextEncoder().encode("no picture")),
      );
      await page.locator("#problem").waitFor();
      assert.ok(await slider.isHidden());
      assert.ok(await page.locator("#heat").isHidden());
      assert.deepEqual(faults, []);
      await page.close();
    }
  },
);
