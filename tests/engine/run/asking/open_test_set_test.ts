import assert from "node:assert/strict";
import * as leat from "leat";
import { findTrained } from "../../../../src/engine/run/recall/recall.ts";
import { openTestSet } from "../../../../src/engine/run/asking/open_test_set.ts";
import { readPredictions } from "../../../../src/engine/run/job/predictions_file.ts";
import { recallTested } from "../../../../src/engine/run/recall/recall_tested.ts";
import type { LearnJob } from "../../../../src/engine/run/job/job.ts";
import type { Front } from "../../../../src/flow/graph/front.ts";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import { jobOf, points, run, withDevice } from "../../jobs.ts";

const sealed = leat.pipeline({
  ...points.spec,
  split: leat.random({ valid: 0.25, test: 0.2, seed: 1 }),
});

/** Opens the test set of a trained job. */
async function opened(job: LearnJob) {
  const trained = await findTrained(job, () => {});
  assert.ok(trained);
  const events: RunEvent[] = [];
  const tested = await openTestSet(job, trained, {
    emit: (event) => {
      events.push(event);
    },
    signal: new AbortController().signal,
  });
  return { tested, events, trained };
}

/** A front whose test items hold and are called something else. */
function poisoned(front: Front): Front {
  const test: ReadonlySet<string> = new Set(front.sets.test);
  return {
    ...front,
    items: front.items.map((each) =>
      test.has(each.id)
        ? { ...each, item: { id: each.id, x: 1e6, y: -1e6, colour: "ultra" } }
        : each
    ),
    labels: front.labels.map((label, at) =>
      test.has(front.items[at]?.id ?? "") ? "never seen" : label
    ),
  };
}

Deno.test("openTestSet() judges a trained model by the test set, once", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(sealed, folder);
    assert.equal(await findTrained(job, () => {}), undefined);
    const learned = await run(job);
    const { tested, trained } = await opened(job);
    assert.deepEqual(tested.executed, [
      "predictions/test",
      "metrics/test/accuracy",
    ]);
    assert.equal(tested.count, job.front.sets.test.length);
    assert.equal(tested.keys.length, 2);

    // What the metric says is so of the stored answers, a row for each item.
    const [key = ""] = tested.keys;
    const entry = await job.store.find(key);
    assert.ok(entry);
    const { predictions, baseline } = await readPredictions(entry);
    assert.equal(predictions.count, tested.count);
    const labels = new Map(
      job.front.items.map(({ id }, at) => [id, job.front.labels[at]]),
    );
    const { classes, columns, outputs, targets } = predictions;
    const best = (values: Float32Array, row: number) => {
      const own = [...values.slice(row * columns, (row + 1) * columns)];
      return classes[own.indexOf(Math.max(...own))];
    };
    const truths = job.front.sets.test.map((id) => labels.get(id));
    assert.deepEqual(truths.map((_, row) => best(targets, row)), truths);
    const right = truths.filter((truth, row) => best(outputs, row) === truth);
    assert.equal(tested.metrics["accuracy"], right.length / truths.length);

    // The baseline is the majority of the training set, not of the test set.
    const majority = classes[baseline.indexOf(1)];
    const guessed = truths.filter((truth) => truth === majority);
    assert.equal(tested.baseline["accuracy"], guessed.length / truths.length);
    assert.notDeepEqual(tested.metrics, learned.metrics);

    assert.deepEqual(await recallTested(trained), {
      ...tested,
      executed: [],
      reused: tested.executed,
    });
    const again = await opened(job);
    assert.deepEqual(again.tested.executed, []);
    assert.deepEqual(again.tested.metrics, tested.metrics);
    assert.ok(!again.events.some(({ type }) => type === "adapter"));
  });
});

Deno.test("learn() is the same whatever the test set holds", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(sealed, folder);
    const plain = await run(job);
    const other = { ...job, front: poisoned(job.front) };
    const { outputs, ...learned } = await run(other);
    const told = [
      "statistics",
      "fit/training/2",
      "predictions",
      "metrics/accuracy",
    ] as const;
    for (const name of told) {
      assert.ok(outputs[name]);
      assert.equal(outputs[name], plain.outputs[name], name);
    }
    // Read and packed with the others, and never looked at.
    assert.notEqual(outputs["input"], plain.outputs["input"]);
    assert.deepEqual(learned.metrics, plain.metrics);
    await assert.rejects(opened(other), {
      name: "PipelineError",
      message: /never seen/,
    });
  });
});

Deno.test("openTestSet() refuses a test set of which nothing could be read", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(sealed, folder);
    await run(job);
    const trained = await findTrained(job, () => {});
    assert.ok(trained);
    const { sets } = trained.front;
    const none = {
      ...trained,
      front: { ...trained.front, sets: { ...sets, test: [] } },
    };
    await assert.rejects(
      openTestSet(job, none, {
        emit: () => {},
        signal: new AbortController().signal,
      }),
      { message: /^Cannot use the set "test": none of its 7 items/ },
    );
  });
});
