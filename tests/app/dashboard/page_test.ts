import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { RunStore } from "../../../src/app/runs/run_store.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import { ask } from "../../../src/app/runs/requests.ts";
import { keepBatch } from "../../../src/app/runs/seen_batch.ts";
import {
  opened as openedPage,
  seen,
  seenTest,
  startBrowser,
} from "../_browser.ts";
import { Desk } from "../_cli.ts";
import { allow, GATES } from "../_gate.ts";
import { points } from "../_pipelines.ts";
import { END, notice, outcome, start } from "../_records.ts";
import { withFolder } from "../../_folder.ts";
import { current, opened, taken } from "./_opened.ts";
import { append, begun, ended, paged } from "./_runs.ts";

let browser: Browser;

Deno.test.beforeAll(async () => {
  if (!seen) return;
  browser = await startBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
});

/** A page, and what it complained of or asked elsewhere. */
const visited = (url: string, width = 1280) =>
  openedPage(browser, url, { width, height: 900 });

/** Fails where something reaches beyond the side of the screen. */
async function assertFits(page: Page): Promise<void> {
  const [wide, screen] = await page.evaluate(
    "[document.documentElement.scrollWidth, innerWidth]",
  ) as [number, number];
  assert.ok(wide <= screen, `${wide} on ${screen}`);
}

/** Waits until an element has a text. */
async function tells(page: Page, id: string, text: string): Promise<void> {
  await page.locator(`#${id}`).getByText(text, { exact: true }).waitFor();
}

seenTest(
  "a training is watched, stopped and gone on with on the page",
  async () => {
    await using desk = await Desk.open();
    await desk.write(
      "p.ts",
      points({
        before: GATES,
        metrics: "[leat.errorRate(), epochGate({})]",
        fit: "leat.constant(20, { learningRate: 0.1, batch: 16 })",
      }),
    );
    await allow(desk, 2);
    await using shown = await opened(desk, ["train", "./p.ts", "--open"], {
      LEAT_SAVE_EVERY: "0",
    });
    const { page, faults } = await visited(shown.url);
    await page.getByRole("button", { name: /^training: running/ }).waitFor();
    const first = await current(shown);
    const stopping = page.waitForResponse(/\/stop\?/);
    await page.getByRole("button", { name: "Stop" }).click();
    await stopping;
    await taken(desk, first, "stop");
    await allow(desk, "all");
    await tells(page, "status", "Stopped");
    await page.getByRole("button", { name: /^training: stopped/ }).waitFor();
    await allow(desk, 2);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: /^training: running/ }).waitFor();
    const second = await current(shown, first);
    // The page asks for a batch, too; this is heard before the training ends.
    ask(desk.cache, second, "look");
    await taken(desk, second, "look");
    await allow(desk, "all");
    await tells(page, "status", "Done");
    await tells(page, "stat-epoch", "20 of 20");
    await page.getByRole("button", { name: /^training: done, 20 of 20/ })
      .waitFor();
    assert.equal(await page.locator("#runs li").count(), 2);
    assert.ok(
      await page.getByRole("img", { name: /^Losses: training from/ })
        .isVisible(),
    );
    // The batch as the network sees it.
    await page.locator("#batch th", { hasText: "x" }).waitFor();
    assert.equal(await page.locator("#batch tbody tr").count(), 16);
    await assertFits(page);
    // The one that was stopped is still there, and so is what both differ in.
    await page.locator("#runs a").nth(1).click();
    await tells(page, "status", "Stopped");
    for (const box of await page.locator("#runs input").all()) {
      await box
        .check();
    }
    await page.getByRole("button", { name: "Compare two" }).click();
    await page.getByText(/is known to differ/).waitFor();
    await page.goBack();
    await tells(page, "status", "Stopped");
    assert.deepEqual(faults, []);
    await page.close();
  },
);

const ID = "20261127-100001-pets-a1";

const epoch = (at: number, phase: string, epochs: number): RunEvent => ({
  type: "epoch",
  phase,
  epoch: at,
  epochs,
  train_loss: 1 / at,
  valid_loss: 1.5 / at,
  metrics: { error_rate: 0.5 / at },
  seconds: 1,
});

seenTest(
  "a page that lost its line goes on where it was, each event once",
  () =>
    withFolder(async (root) => {
      using _run = await begun(root, ID, ["a", "b"].map(notice));
      await using served = await paged(root);
      const { page } = await visited(served.url);
      const lines = page.locator("#log li");
      await lines.nth(1).waitFor();
      await page.context().setOffline(true);
      await append(root, ID, [notice("c")]);
      await page.evaluate(
        `document.dispatchEvent(new Event("visibilitychange"))`,
      );
      await page.context().setOffline(false);
      await append(root, ID, [notice("d")]);
      await lines.nth(3).waitFor();
      assert.deepEqual(await lines.allInnerTexts(), ["a", "b", "c", "d"]);
      await page.close();
    }),
);

seenTest(
  "a page has room for 30 nodes and 300 epochs, on a phone, too",
  () =>
    withFolder(async (root) => {
      const metrics = Array.from(
        { length: 22 },
        (_, at) => `metrics/metric_${at}`,
      );
      const names = Array.from(
        { length: 300 },
        (_, at) => `fit/full/${at + 1}`,
      );
      const planned = [
        "fit/frozen/1",
        ...names,
        "predictions",
        ...metrics,
        "model",
      ];
      using _run = await begun(root, ID, [
        { type: "run.start", pipeline: "pets" },
        {
          type: "plan",
          nodes: planned.map((name) => ({
            name,
            state: "run",
            reason: "input.size 64 -> 32",
          })),
        },
        epoch(1, "frozen", 1),
        ...Array.from({ length: 299 }, (_, at) => epoch(at + 1, "full", 300)),
        {
          type: "node.state",
          node: "fit/full/300",
          key: "k",
          state: "running",
        },
      ]);
      await using served = await paged(root);
      for (const width of [1280, 390]) {
        const { page, faults } = await visited(served.url, width);
        await tells(page, "stat-epoch", "300 of 301");
        await page.getByRole("button", { name: /^15 more metrics: stale/ })
          .waitFor();
        await page.getByRole("button", {
          name: /^frozen: stale, because of input\.size 64 -> 32/,
        }).waitFor();
        await assertFits(page);
        assert.deepEqual(faults, []);
        await page.close();
      }
    }),
);

seenTest(
  "each node shows its own state from the first moment on, and why",
  () =>
    withFolder(async (root) => {
      const step = (
        node: string,
        state: "running" | "done" | "reused",
      ): RunEvent => ({ type: "node.state", node, key: null, state });
      const names = ["source", "label", "split", "input", "fit/full/1"];
      const run = await begun(root, ID, [
        { type: "run.start", pipeline: "pets" },
        { type: "outlook", nodes: names.map((name) => ({ name })) },
        step("source", "running"),
      ]);
      await using served = await paged(root);
      const { page, faults } = await visited(served.url);
      const shows = (name: RegExp) =>
        page.getByRole("button", { name }).waitFor();
      await shows(/^source: running/);
      for (const name of ["label", "split", "input", "full"]) {
        await shows(new RegExp(`^${name}: pending$`));
      }
      await append(root, ID, [
        step("source", "done"),
        step("label", "running"),
        step("split", "running"),
        step("label", "done"),
        step("split", "done"),
        step("source", "reused"),
        {
          type: "outlook",
          nodes: [
            { name: "split", state: "run", reason: "split.seed 1 -> 2" },
            { name: "input", state: "run", reason: "input.size 64 -> 32" },
          ],
        },
        step("input", "running"),
      ]);
      await shows(/^source: reused/);
      await shows(/^label: done$/);
      await shows(/^split: done, because of split\.seed 1 -> 2/);
      await shows(/^input: running, because of input\.size 64 -> 32/);
      await shows(/^full: pending$/);
      // Its process is gone, and writes nothing.
      run[Symbol.dispose]();
      await tells(page, "status", "Killed");
      await shows(/^input: killed/);
      await shows(/^full: not reached$/);
      await page.getByText("Its process was killed; what it saved is kept")
        .waitFor();
      assert.deepEqual(faults, []);
      await page.close();
    }),
);

seenTest(
  "the page of a run that is not there says so, and lists those that are",
  () =>
    withFolder(async (root) => {
      await ended(root, ID);
      await using served = await paged(root);
      const { page } = await visited(`${served.url}?run=none`);
      await page.getByRole("alert").getByText("Cannot find this run").waitFor();
      assert.equal(await page.locator("#line").isVisible(), false);
      await page.locator(`#run-${ID}`).click();
      await tells(page, "status", "Done");
      assert.equal(await page.getByRole("alert").isVisible(), false);
      await page.close();
    }),
);

seenTest(
  "among many runs one is found by words, and a phone shows the run first",
  () =>
    withFolder(async (root) => {
      {
        using runs = RunStore.open(root);
        for (let at = 0; at < 40; at++) {
          const id = `20261127-10${String(at).padStart(4, "0")}-pets-${
            at.toString(16).padStart(6, "0")
          }`;
          runs.begin({ ...start(id), settings: [] });
          runs.finish(id, outcome(at === 13 ? "failed" : "ok"), []);
        }
      }
      await using served = await paged(root);
      const { page, faults } = await visited(served.url);
      const listed = page.locator("#runs li");
      await listed.nth(39).waitFor();
      await page.getByLabel("Find a run").fill("pets FAILED");
      await listed.nth(1).waitFor({ state: "detached" });
      assert.match(await listed.first().innerText(), /00000d/);
      await page.getByLabel("Find a run").fill("none.such");
      await page.getByText("No run is called so.").waitFor();
      assert.deepEqual(faults, []);
      await page.close();
      const phone = await visited(served.url, 390);
      await tells(phone.page, "status", "Done");
      assert.equal(await phone.page.locator("#runs").isVisible(), false);
      await phone.page.getByText("Runs", { exact: true }).click();
      await phone.page.locator("#runs li").first().waitFor();
      await assertFits(phone.page);
      await phone.page.close();
    }),
);

seenTest(
  "a page of one node and one epoch, of a run that failed, says why",
  () =>
    withFolder(async (root) => {
      {
        using _run = await begun(root, ID, [
          { type: "run.start", pipeline: "<b>pets</b>" },
          epoch(1, "full", 1),
          { type: "node.state", node: "model", key: "k", state: "failed" },
          {
            type: "error",
            message: "Cannot write <i>it</i>",
            remedy: "Free space",
          },
          { ...END, status: "failed" },
        ]);
        using runs = RunStore.open(root);
        runs.finish(ID, outcome("failed"), []);
      }
      await using served = await paged(root);
      const { page, faults } = await visited(served.url, 390);
      await tells(page, "status", "Failed");
      await tells(page, "failure-text", "Cannot write <i>it</i>");
      await page.getByRole("button", { name: "Try again" }).waitFor();
      await assertFits(page);
      assert.deepEqual(faults, []);
      await page.close();
    }),
);

seenTest(
  "a page is used with the keys alone, and shows the batch as pictures",
  () =>
    withFolder(async (root) => {
      await ended(root, ID);
      const pixels = btoa(
        String.fromCharCode(...new Uint8Array(2 * 12).fill(200)),
      );
      keepBatch(root, ID, {
        phase: "full",
        epoch: 1,
        step: 2,
        size: 3,
        items: [{ id: "a.jpg", label: "cat" }, { id: "b.jpg", label: ["sun"] }],
        pictures: { height: 2, width: 2, read: [224, 224], pixels },
        fields: [],
      });
      await using served = await paged(root);
      const { page, faults } = await visited(served.url);
      await page.getByRole("img", { name: "b.jpg, sun" }).waitFor();
      await page.getByText(
        "full 1, step 2: 2 of 3 items as the network sees them, 224 × 224 pixels",
      ).waitFor();
      const first = await page.evaluate(`
      [...document.querySelector("canvas").getContext("2d")
        .getImageData(0, 0, 1, 1).data]`);
      assert.deepEqual(first, [200, 200, 200, 255]);
      // Shrunk to be shown: its pixels are none that the network sees.
      assert.equal(
        await page.evaluate(
          'getComputedStyle(document.querySelector("canvas")).imageRendering',
        ),
        "auto",
      );
      await page.locator(".node").first().waitFor();
      const reached: string[] = [];
      for (let at = 0; at < 6; at++) {
        await page.keyboard.press("Tab");
        reached.push(String(
          await page.evaluate(
            "document.activeElement.id || document.activeElement.className || document.activeElement.tagName",
          ),
        ));
      }
      assert.deepEqual(reached.slice(0, 5), [
        "skip",
        "home",
        "SUMMARY",
        `run-${ID}`,
        `pick-${ID}`,
      ]);
      assert.match(reached[5] ?? "", /^node /);
      assert.deepEqual(faults, []);
      await page.close();
    }),
);
