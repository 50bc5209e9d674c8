import assert from "node:assert/strict";
import { Desk, eventsOf } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { supervised } from "../_supervised.ts";

/** The loss falls, and "greater" is better: one epoch of patience, in vain. */
const FIT = `leat.constant(5, {
    learningRate: 0.1,
    batch: 16,
    callbacks: [
      leat.earlyStopping({ comparison: "greater" }),
      leat.keepBest({ comparison: "greater" }),
    ],
  })`;

Deno.test("decisions come through from the trainer, and again from the store", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points({ fit: FIT }));
  const first = await supervised(desk, "p.ts");
  assert.equal(first.end.status, "ok", JSON.stringify(first.error));
  assert.equal(first.end.history.length, 2);
  const loss = first.end.history[0]?.valid_loss ?? NaN;
  assert.deepEqual(first.end.decisions?.map(({ text }) => text), [
    "Stopped after epoch 2: valid_loss has not risen for 1 epoch",
    `Kept epoch 1 (valid_loss ${Number(loss.toPrecision(4))})`,
  ]);
  assert.deepEqual(
    eventsOf(first.events, "decision").map(({ type: _, ...rest }) => rest),
    first.end.decisions,
  );
  const second = await supervised(desk, "p.ts");
  assert.deepEqual(second.end.executed, []);
  assert.deepEqual(second.end.decisions, first.end.decisions);
  assert.deepEqual(second.end.history, first.end.history);
  assert.deepEqual(second.end.metrics, first.end.metrics);
});

Deno.test("callbacks can be set from the command line", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const set = (monitor: string) => ({
    settings: [
      { path: "fit.epochs", value: 3 },
      { path: "fit.callbacks", value: [{ op: "keepBest", monitor }] },
    ],
  });
  const { end } = await supervised(desk, "p.ts", set("error_rate"));
  assert.equal(end.decisions?.[0]?.callback, "keepBest");
  const { end: failed, error } = await supervised(desk, "p.ts", set("errors"));
  assert.equal(failed.status, "failed");
  assert.equal(
    error.message,
    'Cannot monitor "errors" in keepBest(): no epoch has such a figure',
  );
});

Deno.test("a run without callbacks says nothing of decisions", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const { end, events } = await supervised(desk, "p.ts");
  assert.equal("decisions" in end, false);
  assert.equal("notes" in (eventsOf(events, "plan")[0] ?? {}), false);
});
