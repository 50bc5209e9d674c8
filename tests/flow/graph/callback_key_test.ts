import assert from "node:assert/strict";
import * as leat from "../../../mod.ts";
import { table, untyped } from "../_pipelines.ts";
import { withStore } from "../_store.ts";
import { run } from "./_runs.ts";

type Metrics = typeof table.spec.metrics;

/** The keys of all nodes of a pipeline as planned. */
async function keysOf(
  callbacks?: readonly leat.Callback[],
  metrics: Metrics = table.spec.metrics ?? [],
): Promise<Readonly<Record<string, string>>> {
  let keys = {};
  await withStore(async (store) => {
    const options = callbacks ? { callbacks } : {};
    const pipeline = untyped({
      spec: {
        ...table.spec,
        metrics,
        fit: leat.constant(2, { batch: 2, ...options }),
      },
    });
    ({ keys } = await run(store, pipeline));
  });
  return keys;
}

/** Names of nodes whose keys differ. */
async function changed(
  one: ReturnType<typeof keysOf>,
  other: ReturnType<typeof keysOf>,
): Promise<readonly string[]> {
  const [before, after] = await Promise.all([one, other]);
  return Object.keys(before).filter((name) => before[name] !== after[name]);
}

const trained = [
  "fit/training/1",
  "fit/training/2",
  "predictions",
  "metrics/error_rate",
  "model",
];

Deno.test("callbacks that watch a loss change no key of an epoch", async () => {
  const before = keysOf();
  for (
    const callback of [
      leat.earlyStopping(),
      leat.earlyStopping({ monitor: "train_loss", patience: 7 }),
      leat.keepBest(),
      leat.reduceOnPlateau({ factor: 2 }),
    ]
  ) {
    // A model holds the description that made it.
    assert.deepEqual(await changed(before, keysOf([callback])), ["model"]);
  }
  assert.deepEqual(await changed(before, keysOf([])), ["model"]);
});

Deno.test("what is done to gradients changes every epoch", async () => {
  const before = keysOf();
  const clipped = keysOf([leat.clipGradients()]);
  const both = [leat.clipGradients(), leat.accumulateGradients(4)];
  assert.deepEqual(await changed(before, clipped), trained);
  assert.deepEqual(
    await changed(clipped, keysOf([leat.clipGradients(2)])),
    trained,
  );
  assert.deepEqual(await changed(clipped, keysOf(both)), trained);
  assert.deepEqual(
    await changed(keysOf(both), keysOf(both.toReversed())),
    ["model"],
  );
});

Deno.test("a metric is in the key of epochs where it is watched, and only there", async () => {
  const watched = [leat.keepBest({ monitor: "f1" })];
  const few = leat.f1({ average: "binary", positive: "few" });
  const many = leat.f1({ average: "binary", positive: "many" });
  const [error] = table.spec.metrics ?? [];
  assert.ok(error);
  assert.deepEqual(
    await changed(
      keysOf(watched, [error, few]),
      keysOf(watched, [error, many]),
    ),
    [
      "fit/training/1",
      "fit/training/2",
      "predictions",
      "metrics/error_rate",
      "metrics/f1",
      "model",
    ],
  );
  assert.deepEqual(
    await changed(
      keysOf([leat.keepBest()], [error, few]),
      keysOf([leat.keepBest()], [error, many]),
    ),
    ["metrics/f1", "model"],
  );
  assert.deepEqual(
    await changed(keysOf(watched, [few]), keysOf(watched, [few, error])),
    ["model"],
  );
  const patient = leat.earlyStopping({ monitor: "f1", patience: 2 });
  assert.deepEqual(
    await changed(keysOf(watched, [few]), keysOf([patient], [few])),
    ["model"],
  );
});
