import assert from "node:assert/strict";
import * as leat from "leat";
import type { Entry } from "../../../../src/base/store/store.ts";
import { recall } from "../../../../src/engine/run/recall/recall.ts";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import { bestEpoch, stopsAfter } from "../../../../src/flow/graph/tracking.ts";
import { jobOf, run, withDevice } from "../../jobs.ts";
import { checkpointsIn, lowest, tosses, withoutSeconds } from "./_watched.ts";

const weightsOf = (model: Entry) => model.readBytes("weights.safetensors");

const textsOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => event.type === "decision" ? [event.text] : []);

Deno.test("earlyStopping() ends with the bits of a run of so many epochs", async () => {
  await withDevice(async (folder) => {
    const whole = await run(await jobOf(tosses([8]), folder));
    const end = stopsAfter(lowest(whole.history), 2) ?? NaN;
    assert.ok(end < 8, "there is something to stop");

    const patient = [leat.earlyStopping({ patience: 2 })];
    const stopped = await run(
      await jobOf(tosses([8], patient), folder, { cache: "stopped" }),
    );
    assert.deepEqual(
      withoutSeconds(stopped.history),
      withoutSeconds(whole.history.slice(0, end)),
    );
    assert.deepEqual(textsOf(stopped.events), [
      `Stopped after epoch ${end}: valid_loss has not fallen for 2 epochs`,
    ]);
    const short = await run(
      await jobOf(tosses([end]), folder, { cache: "short" }),
    );
    assert.deepEqual(
      await weightsOf(stopped.model),
      await weightsOf(short.model),
    );
    assert.deepEqual(stopped.metrics, short.metrics);
  });
});

Deno.test("keepBest() gives the weights and the metrics of the best epoch", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(tosses([8], [leat.keepBest()]), folder);
    const { history, metrics, model, decisions, events } = await run(job);
    assert.equal(history.length, 8);
    const best = bestEpoch(lowest(history)) ?? NaN;
    assert.ok(best < 8, "the last epoch is not the best");
    const [decision, ...others] = decisions ?? [];
    assert.deepEqual([decision?.epoch, others], [best, []]);
    assert.deepEqual(textsOf(events), [decision?.text]);
    assert.deepEqual(metrics, history[best - 1]?.metrics);

    const short = await run(
      await jobOf(tosses([best]), folder, { cache: "short" }),
    );
    assert.deepEqual(await weightsOf(model), await weightsOf(short.model));
    // The best and the last.
    assert.equal(checkpointsIn(job), 2);
  });
});

Deno.test("reduceOnPlateau() divides the rates from then on, and changes nothing before", async () => {
  await withDevice(async (folder) => {
    const whole = await run(await jobOf(tosses([6]), folder));
    const reduce = leat.reduceOnPlateau({ factor: 100 });
    const reduced = await run(
      await jobOf(tosses([6], [reduce]), folder, { cache: "reduced" }),
    );
    const first = reduced.decisions?.[0]?.epoch ?? NaN;
    assert.equal(first, (stopsAfter(lowest(whole.history), 1) ?? NaN) + 1);
    assert.ok(first <= 6, "there is something to divide");
    const [before, after] = [whole, reduced].map(({ history }) =>
      withoutSeconds(history)
    );
    assert.deepEqual(
      after?.slice(0, first - 1),
      before?.slice(0, first - 1),
    );
    assert.notDeepEqual(after?.[first - 1], before?.[first - 1]);
  });
});

Deno.test("a phase starts from the epoch that was kept, and counts anew", async () => {
  await withDevice(async (folder) => {
    const job = await jobOf(tosses([8, 3], [leat.keepBest()]), folder);
    const both = await run(job);
    const [first, second] = ["first", "second"].map((phase) =>
      both.history.filter((row) => row.phase === phase)
    );
    const best = bestEpoch(lowest(first ?? [])) ?? NaN;
    assert.ok(best < 8, "the last epoch of the first phase is not its best");

    const plain = await run(
      await jobOf(tosses([best, 3]), folder, { cache: "plain" }),
    );
    assert.deepEqual(
      withoutSeconds(second ?? []),
      withoutSeconds(plain.history.slice(best)),
    );
    assert.deepEqual(
      both.decisions?.map(({ phase, epoch }) => [phase, epoch]),
      [["first", best], ["second", bestEpoch(lowest(second ?? []))]],
    );
  });
});

const all = [
  leat.keepBest(),
  leat.earlyStopping({ patience: 4 }),
  leat.reduceOnPlateau({ patience: 2, factor: 2 }),
];

Deno.test("what was decided is decided again on a second run, which trains nothing", async () => {
  await withDevice(async (folder) => {
    const first = await run(await jobOf(tosses([8], all), folder));
    const recalled = await recall(
      await jobOf(tosses([8], all), folder),
      () => {},
    );
    assert.ok(recalled, "all of it is there");
    for (
      const key of [
        "metrics",
        "baseline",
        "history",
        "decisions",
        "adapter",
      ] as const
    ) {
      assert.deepEqual(recalled[key], first[key], key);
    }
    assert.equal(recalled.model.key, first.model.key);
    const second = await run(await jobOf(tosses([8], all), folder));
    assert.deepEqual(second.executed, []);
    assert.deepEqual(second.reused.toSorted(), recalled.reused.toSorted());
    // Told again, each once, behind its row.
    assert.deepEqual(textsOf(second.events), textsOf(first.events));
    const rows = second.events.filter(({ type }) => type === "epoch");
    assert.equal(rows.length, first.history.length);
  });
});

Deno.test("a plan says what may be decided, and which epochs are known", async () => {
  await withDevice(async (folder) => {
    const { events } = await run(await jobOf(tosses([4], all), folder));
    const plan = events.find((event) => event.type === "plan");
    assert.deepEqual(plan?.notes, [
      "A phase ends with the epoch of the lowest valid_loss",
      "A phase stops when valid_loss has not fallen for 4 epochs",
      "The learning rate is divided by 2 when valid_loss has not fallen for 2 epochs",
    ]);
    const longer = await run(await jobOf(tosses([6], all), folder));
    const states = longer.events.flatMap((event) =>
      event.type === "plan"
        ? event.nodes.map(({ name, state }) => `${state} ${name}`)
        : []
    );
    assert.deepEqual(states.slice(0, 6), [
      "reuse fit/first/1",
      "reuse fit/first/2",
      "reuse fit/first/3",
      "reuse fit/first/4",
      "continue fit/first/5",
      "run fit/first/6",
    ]);
    assert.equal(
      longer.executed.some((name) => /first\/[1-4]/.test(name)),
      false,
    );
  });
});

Deno.test("callbacks may be added later: what is thinned away is trained again, to the bit", async () => {
  await withDevice(async (folder) => {
    const stop = leat.earlyStopping({ patience: 3 });
    const job = await jobOf(tosses([8], [stop]), folder);
    const before = await run(job);
    const best = bestEpoch(lowest(before.history)) ?? NaN;
    assert.ok(best < before.history.length);
    const kept = await run(
      await jobOf(tosses([8], [stop, leat.keepBest()]), folder),
    );
    const other = await run(
      await jobOf(tosses([8], [stop, leat.keepBest()]), folder, {
        cache: "other",
      }),
    );
    assert.deepEqual(await weightsOf(kept.model), await weightsOf(other.model));
    const plan = kept.events.find((event) => event.type === "plan");
    assert.deepEqual(
      plan?.nodes.slice(0, best + 1).map(({ state }) => state),
      [...Array<string>(best).fill("run"), "reuse"],
    );
  });
});

Deno.test("callbacks may be added to what was trained without any", async () => {
  await withDevice(async (folder) => {
    const plain = await run(await jobOf(tosses([8]), folder));
    const best = bestEpoch(lowest(plain.history)) ?? NaN;
    const job = await jobOf(tosses([8], [leat.keepBest()]), folder);
    const kept = await run(job);
    // All tables are known; of the epochs, the best is trained again.
    assert.deepEqual(
      kept.executed.filter((name) => name.startsWith("fit/")),
      Array.from({ length: best }, (_, at) => `fit/first/${at + 1}`),
    );
    assert.deepEqual(kept.history, plain.history);
    assert.equal(kept.decisions?.[0]?.epoch, best);
    const again = await run(
      await jobOf(tosses([8], [leat.keepBest()]), folder),
    );
    assert.deepEqual(again.executed, []);
    assert.deepEqual(again.decisions, kept.decisions);

    const worst = leat.keepBest({ monitor: "train_loss", minDelta: 100 });
    const first = await run(await jobOf(tosses([8], [worst]), folder));
    assert.equal(first.decisions?.[0]?.epoch, 1);

    // An epoch of another rate is not one of those.
    const reduce = leat.reduceOnPlateau({ factor: 100 });
    const reduced = await run(await jobOf(tosses([8], [reduce]), folder));
    const from = reduced.decisions?.[0]?.epoch ?? NaN;
    assert.equal(
      reduced.executed.includes(`fit/first/${from}/table`),
      true,
    );
    const fresh = await run(
      await jobOf(tosses([8], [reduce]), folder, { cache: "fresh" }),
    );
    assert.deepEqual(
      await weightsOf(reduced.model),
      await weightsOf(fresh.model),
    );
    assert.deepEqual(
      withoutSeconds(reduced.history),
      withoutSeconds(fresh.history),
    );
  });
});

Deno.test("a metric is watched by its name, whatever else is measured", async () => {
  await withDevice(async (folder) => {
    const best = [leat.keepBest({ monitor: "accuracy" })];
    const first = await run(await jobOf(tosses([4], best), folder));
    const most = Math.max(
      ...first.history.map(({ metrics }) => metrics["accuracy"] ?? NaN),
    );
    assert.equal(first.metrics["accuracy"], most);
    const more = tosses([4], best, [leat.errorRate(), leat.accuracy()]);
    const second = await run(await jobOf(more, folder));
    assert.deepEqual(second.executed, ["metrics/error_rate", "model"]);
    assert.deepEqual(second.decisions, first.decisions);
  });
});
