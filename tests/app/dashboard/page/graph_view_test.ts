import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import { withFolder } from "../../../_folder.ts";
import { opened, seenTest, startBrowser } from "../../_browser.ts";
import { begun, paged } from "../_runs.ts";

const ID = "20261127-100001-pets-a1";

const BEFORE = ["source", "label", "split", "statistics", "input"];

const FIT = Array.from({ length: 20 }, (_, at) => `fit/full/${at + 1}`);

const AFTER = [
  "predictions",
  "predictions/tta",
  "metrics/expected_calibration_error",
  "metrics/error_rate_tta",
  "model",
];

/** A run of which half of the epochs are done, each step in so many seconds. */
function halfDone(seconds: number): readonly RunEvent[] {
  const reason = "learner.architecture resnet18 -> resnet34";
  const outlook = [...BEFORE, "fit/frozen/1", ...FIT, ...AFTER]
    .map((name) => ({ name, state: "run", reason }) as const);
  const done = [...BEFORE, "fit/frozen/1", ...FIT.slice(0, 10)];
  return [
    { type: "run.start", pipeline: "pets" },
    { type: "outlook", nodes: outlook },
    ...done.map((node): RunEvent => ({
      type: "node.state",
      node,
      key: "k",
      state: "done",
      seconds,
    })),
    { type: "node.state", node: "fit/full/11", key: "k", state: "running" },
  ];
}

/** What is cut off of what matters in a node; a reason stands below as well. */
async function cutOff(page: Page): Promise<unknown> {
  return await page.evaluate(`
    [...document.querySelectorAll(
      ".node .title, .node .foot > span:first-child, .node .count, " +
      ".node.done .note")]
      .filter((each) => each.scrollWidth > each.clientWidth + 1 &&
          each.clientWidth > 0 ||
        each.scrollHeight > each.clientHeight + 1 && each.clientHeight > 0 ||
        each.getBoundingClientRect().right >
          each.closest(".node").getBoundingClientRect().right)
      .map((each) => each.textContent)`);
}

seenTest(
  "nodes show names and times whole, however long, on a phone, too",
  async () => {
    const browser = await startBrowser();
    try {
      for (
        const [seconds, frozen] of [[123_456, "34h 17m"], [
          1.2,
          "1.2s",
        ]] as const
      ) {
        await withFolder(async (root) => {
          using _run = await begun(root, ID, halfDone(seconds));
          await using served = await paged(root);
          for (const width of [1280, 390]) {
            const { page, faults } = await opened(browser, served.url, {
              width,
            });
            const full = page.getByRole("button", { name: /^full: running/ });
            await full.waitFor();
            assert.match(await full.innerText(), /▶\s*running\s*10\/20/);
            const before = page.getByRole("button", { name: /^frozen: done/ });
            assert.match(
              await before.innerText(),
              new RegExp(`^frozen\\s*✓\\s*done\\s*${frozen}$`),
            );
            assert.deepEqual(await cutOff(page), []);
            assert.deepEqual(faults, []);
            await page.close();
          }
        });
      }
    } finally {
      await browser.close();
    }
  },
);
