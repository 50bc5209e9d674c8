import assert from "node:assert/strict";
import * as leat from "leat";
import {
  knownBytes,
  memoryNotice,
} from "../../../../src/engine/run/trainer/memory_plan.ts";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import type { VariableRole } from "../../../../src/flow/stage/architecture.ts";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import { jobOf, points, run, withDevice } from "../../jobs.ts";

const opened = openDevice();

/** Items of which a layer of 100,000 makes more than 128 MiB: all bind that. */
const MANY = Array.from({ length: 420 }, (_, at) => ({
  id: `p${at}`,
  x: Math.sin(at * 12.9898),
}));

const wide = leat.pipeline({
  source: leat.rows(MANY, { id: "id" }),
  label: (row) => row.x > 0 ? "above" : "below",
  split: leat.random({ valid: 0.05, seed: 1 }),
  input: leat.features({ continuous: ["x"] }),
  architecture: leat.mlp({ hidden: [100_000] }),
  loss: leat.crossEntropy(),
  fit: leat.constant(1, {
    learningRate: 1e-3,
    batch: 390,
    optimizer: leat.sgd(),
  }),
});

function noticesOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((each) => each.type === "notice" ? [each.text] : []);
}

Deno.test("learn() splits a batch that the adapter cannot bind, says so before it trains and records it", async () => {
  await withDevice(async (folder) => {
    const limit = 128 * 2 ** 20;
    const told = await run(await jobOf(wide, folder));
    const notices = noticesOf(told.events);
    const { limits } = (await opened).adapter;
    if (limits.maxStorageBufferBindingSize > limit) return; // a larger GPU
    const split = notices.find((text) =>
      text.startsWith("A batch of 390 goes")
    );
    assert.match(split ?? "", /in 2 micro-batches of 195, .* 128 MiB\. /);
    assert.ok(notices.some((text) => /^Training takes \d+ MiB of/.test(text)));
    assert.equal(told.adapter?.["batches"], "2 micro-batches of 195");
    const memory = told.events.find((each) => each.type === "engine")?.memory;
    const { most = 0, planned = 0 } = memory ?? {};
    assert.ok(Math.abs(most - planned) < most / 10, `${most}, ${planned}`);
    const types = told.events.map(({ type }) => type);
    const said = told.events.findIndex((each) =>
      each.type === "notice" && each.text === split
    );
    assert.ok(said < types.indexOf("epoch"));
    const [row] = told.history;
    assert.ok(
      Number.isFinite(row?.train_loss) && Number.isFinite(row?.valid_loss),
    );
  });
});

Deno.test("learn() refuses what needs a larger buffer than the adapter binds, before it trains", async () => {
  await withDevice(async (folder) => {
    const { limits } = (await opened).adapter;
    const limit = limits.maxStorageBufferBindingSize;
    if (limit > 128 * 2 ** 20) return; // a larger GPU
    const { spec } = wide;
    const heavy = leat.pipeline({
      ...spec,
      // 96 MiB of weights, of which AdamW remembers twice as many.
      architecture: leat.mlp({ hidden: [5000, 5000] }),
      fit: leat.constant(1, { learningRate: 1e-3, batch: 8 }),
    });
    const types: string[] = [];
    await assert.rejects(
      run(await jobOf(heavy, folder), {
        onEvent: ({ type }) => types.push(type),
      }),
      {
        name: "PipelineError",
        stage: "fit",
        message:
          "Cannot train on this adapter: a step takes a buffer of 191 MiB, and the adapter binds at most 128 MiB",
        remedy: /adamW\(\) remembers twice what a layer has$/,
      },
    );
    assert.ok(!types.includes("batch"));
  });
});

Deno.test("learn() says nothing of memory where a batch is small, and records no split", async () => {
  await withDevice(async (folder) => {
    const told = await run(await jobOf(points, folder));
    assert.deepEqual(
      noticesOf(told.events).filter((text) => /batch|MiB/.test(text)),
      [],
    );
    assert.equal(told.adapter?.["batches"], undefined);
  });
});

Deno.test("knownBytes() counts weights, what learns, and what goes through at once", () => {
  const spec = (name: string, size: number, role: VariableRole, group = 1) => ({
    name,
    shape: [size],
    role,
    group,
    init: () => new Float32Array(size),
  });
  const network = {
    layers: [{ name: "a", shape: [10, 10] }, { name: "b", shape: [5] }],
    variables: [
      spec("body.weight", 100, "weight", 0),
      spec("norm.weight", 10, "norm", 0),
      spec("norm.running_mean", 10, "statistic", 0),
      spec("head.weight", 20, "weight"),
    ],
  };
  const known = (
    optimizer: NonNullable<leat.ConstantOptions["optimizer"]>,
    most: number,
    first = 0,
  ) =>
    knownBytes(
      { network, most },
      leat.constant(1, { batch: 8, optimizer }).behaviour,
      [{ firstTrainable: 1 }, { firstTrainable: first }],
    );
  const all = { weights: 4 * 140, outputs: 4 * 8 * 105, together: 8 };
  assert.deepEqual(known(leat.sgd(), 8), { ...all, remembered: 0 });
  assert.deepEqual(
    known(leat.adamW(), Infinity), // remembers two of each
    { ...all, remembered: 2 * 4 * 130 },
  );
  assert.deepEqual(known(leat.adamW(), 4, 1), {
    ...all,
    outputs: 4 * 4 * 105,
    together: 4,
    remembered: 2 * 4 * 30, // norms learn, the frozen body does not
  });
});

const MIB = 2 ** 20;
const plan = {
  most: 298 * MIB,
  largest: 43 * MIB,
  weights: 43 * MIB,
  remembered: 86 * MIB,
  together: 16,
};

Deno.test("memoryNotice() says what is taken for what, and of whose memory", () => {
  const parts =
    "43 MiB for weights, 86 MiB for what the optimizer remembers, 169 MiB for what is made of 16 items at a time and their gradients";
  assert.equal(
    memoryNotice(plan, { software: false }),
    `Training takes 298 MiB of the adapter's memory: ${parts}`,
  );
  assert.equal(
    memoryNotice(plan, { software: true }),
    `Training takes 298 MiB of this process's memory for the adapter, which is software: ${parts}`,
  );
});

Deno.test("memoryNotice() is silent where little is taken", () => {
  const little = { ...plan, most: 63 * MIB };
  assert.equal(memoryNotice(little, { software: true }), undefined);
});
