import assert from "node:assert/strict";
import type {
  Jupyter,
  MediaBundle,
} from "../../../src/app/notebook/jupyter.ts";
import { LiveTraining } from "../../../src/app/notebook/live_training.ts";

/** A notebook that keeps what it was told to show. */
function notebook() {
  const shown: MediaBundle[] = [];
  const updates: (boolean | undefined)[] = [];
  const ids = new Set<string | undefined>();
  const jupyter: Jupyter = {
    display: (bundle, { display_id, update }) => {
      shown.push(bundle);
      updates.push(update);
      ids.add(display_id);
      return Promise.resolve();
    },
  };
  return { jupyter, shown, updates, ids };
}

const row = (epoch: number) => ({
  phase: "full",
  epoch,
  epochs: 2,
  train_loss: 1 / epoch,
  valid_loss: 2 / epoch,
  metrics: { error_rate: 0.5 / epoch },
  seconds: 1,
});

Deno.test("a notebook shows a training as one display that changes until its end", async () => {
  const { jupyter, shown, updates, ids } = notebook();
  const live = new LiveTraining(jupyter);
  live.hear({ type: "progress", node: "input", done: 1, total: 160 });
  live.hear({ type: "notice", text: "Layers are frozen" });
  live.hear({ type: "notice", text: "Layers are frozen" });
  live.hear({
    type: "batch",
    phase: "full",
    epoch: 1,
    step: 2,
    steps: 4,
    loss: 1,
    learning_rate: 0.1,
    items_per_second: 10.4,
    seconds_left: 90,
  });
  live.hear({ type: "epoch", ...row(1) });
  live.hear({
    type: "decision",
    callback: "earlyStopping",
    phase: "full",
    after: 1,
    epoch: 1,
    monitor: "error_rate",
    text: "Stopped early",
  });
  await live.end({
    history: [row(1), row(2)],
    metrics: { error_rate: 0.25 },
    baseline: { error_rate: 0.5 },
  });
  assert.equal(ids.size, 1);
  assert.deepEqual(updates, shown.map((_, at) => at > 0));
  const texts = shown.map((bundle) => bundle["text/plain"] ?? "");
  assert.equal(texts[0], "Reading items: 1 of 160");
  assert.ok(
    texts.some((text) =>
      text.endsWith("full 1, step 2 of 4: 10 items a second, 1m 30s left")
    ),
  );
  assert.equal(
    texts.at(-1),
    [
      "Layers are frozen",
      "Stopped early",
      "full 1: validation loss 2",
      "full 2: validation loss 1",
      "",
    ].join("\n"),
  );
  assert.match(shown.at(-1)?.["text/html"] ?? "", /image\/svg\+xml/);
});

Deno.test("a notebook says that a training failed, and goes on where it shows nothing any more", async () => {
  const { jupyter, shown } = notebook();
  const live = new LiveTraining(jupyter);
  await live.fail(new Error("no"));
  assert.equal(shown.at(-1)?.["text/plain"], "Failed");
  const closed = new LiveTraining({
    display: () => Promise.reject(new Error("the notebook is closed")),
  });
  closed.hear({ type: "notice", text: "a" });
  await closed.end({ history: [], metrics: {}, baseline: {} });
});
