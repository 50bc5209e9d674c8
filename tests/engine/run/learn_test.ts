import assert from "node:assert/strict";
import * as leat from "leat";
import { recall } from "../../../src/engine/run/recall/recall.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import { jobOf, points, run, withDevice } from "../jobs.ts";

const NODES = [
  "statistics",
  "input",
  "fit/training/1",
  "fit/training/2",
  "predictions",
  "metrics/accuracy",
  "model",
];

function opensAdapter(events: readonly RunEvent[]): boolean {
  return events.some(({ type }) => type === "adapter");
}

Deno.test("learn() executes every node once, and none on a second run", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(points, folder);
    assert.equal(await recall(job, () => {}), undefined);
    const first = await run(job);
    assert.deepEqual([first.executed, first.reused], [NODES, []]);
    assert.ok(first.adapter);

    const second = await run(await jobOf(points, folder));
    assert.deepEqual([second.executed, second.reused], [[], NODES]);
    assert.equal(opensAdapter(second.events), false);
    assert.deepEqual(second.adapter, first.adapter);
    assert.deepEqual(second.metrics, first.metrics);
    assert.deepEqual(second.history, first.history);
    assert.equal(second.model.key, first.model.key);
  });
});

Deno.test("recall() gives what a finished run gave", async () => {
  await withDevice(async (folder) => {
    const { events: _, ...first } = await run(await jobOf(points, folder));
    const recalled = await recall(await jobOf(points, folder), () => {});
    assert.deepEqual(recalled, { ...first, executed: [], reused: NODES });
  });
});

Deno.test("learn() plans before it trains, and shows epochs that are there", async () => {
  await withDevice(async (folder) => {
    const { events } = await run(await jobOf(points, folder));
    const types = events.map(({ type }) => type);
    assert.ok(types.indexOf("plan") < types.indexOf("adapter"));
    assert.equal(types.filter((type) => type === "epoch").length, 2);
    const again = await run(await jobOf(points, folder));
    const plan = again.events.find((event) => event.type === "plan");
    assert.deepEqual(
      plan?.nodes.map(({ state }) => state),
      NODES.slice(2).map(() => "reuse"),
    );
    assert.equal(again.events.filter(({ type }) => type === "epoch").length, 2);
  });
});

Deno.test("learn() computes another metric without a GPU", async () => {
  await withDevice(async (folder) => {
    const first = await run(await jobOf(points, folder));
    const other = leat.pipeline({
      ...points.spec,
      metrics: [leat.errorRate()],
    });
    const second = await run(await jobOf(other, folder));
    // The folder of a model holds the pipeline that made it.
    assert.deepEqual(second.executed, ["metrics/error_rate", "model"]);
    assert.equal(opensAdapter(second.events), false);
    assert.deepEqual(second.adapter, first.adapter);
    assert.equal(
      second.metrics["error_rate"],
      1 - (first.metrics["accuracy"] ?? NaN),
    );
    for (const file of ["weights.safetensors", "statistics.json"]) {
      assert.deepEqual(
        await second.model.readBytes(file),
        await first.model.readBytes(file),
      );
    }
  });
});

Deno.test("learn() trains again when the labels of the training set change", async () => {
  await withDevice(async (folder) => {
    await run(await jobOf(points, folder));
    const other = leat.pipeline({
      ...points.spec,
      label: (row) => row.x > 0 ? "same" : "other",
    });
    const { executed } = await run(await jobOf(other, folder));
    assert.deepEqual(executed, NODES.slice(2));
    const alike = leat.pipeline({
      ...points.spec,
      label: (row) => row.x * row.y > 0 ? "same" : `oth${"er"}`,
    });
    assert.deepEqual((await run(await jobOf(alike, folder))).executed, []);
  });
});

Deno.test("learn() compares metrics with always guessing the majority", async () => {
  await withDevice(async (folder) => {
    const { baseline } = await run(await jobOf(points, folder));
    const { front } = await jobOf(points, folder);
    const labelOf = new Map(
      front.items.map(({ id }, at) => [id, front.labels[at]]),
    );
    const share = (ids: readonly string[], label: string) =>
      ids.filter((id) => labelOf.get(id) === label).length / ids.length;
    const majority = share(front.sets.train, "same") > 0.5 ? "same" : "other";
    assert.equal(baseline["accuracy"], share(front.sets.valid, majority));
  });
});

Deno.test("learn() refuses a batch that the training set cannot fill", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(
      leat.pipeline({ ...points.spec, fit: leat.constant(1) }),
      folder,
    );
    const { length } = job.front.sets.train;
    await assert.rejects(run(job), {
      name: "PipelineError",
      message:
        `Cannot fill a batch of 64: the training set has ${length} items`,
    });
  });
});
