import assert from "node:assert/strict";
import * as leat from "leat";
import { openDevice } from "../../../../src/engine/device/open_device.ts";
import {
  FrozenLayers,
  type FrozenLayersOptions,
  type Ground,
} from "../../../../src/engine/run/trainer/frozen_layers.ts";
import { openSession } from "../../../../src/engine/train/session.ts";
import type { RunEvent } from "../../../../src/flow/events/event.ts";
import type { EpochProgram } from "../../../../src/flow/graph/program.ts";
import type { Network } from "../../../../src/flow/stage/architecture.ts";
import { ownStages } from "../../../../src/flow/pipeline/stages.ts";
import type { AnyPipeline } from "../../../../src/flow/pipeline/pipeline.ts";
import { pictures } from "../../jobs.ts";

const { tf } = await openDevice({ backend: "cpu" });

const FIELD = { name: "image", dtype: "uint8", shape: [16, 16, 3] } as const;

/** Features of an item: two channels, pooled twice. */
const BYTES = 16;

const ids = Array.from({ length: 15 }, (_, at) => `item ${at}`);

const learning: EpochProgram = {
  phase: "first",
  epoch: 1,
  epochs: 2,
  firstTrainable: 2,
  reset: true,
  epochsBefore: 0,
  settings: [],
};
const frozen: EpochProgram = { ...learning, freezesNorms: true };

/** Frozen layers and a network to run, and what is told of them. */
async function withGround(
  use: (
    whole: Ground,
    layers: (options?: Partial<FrozenLayersOptions>) => FrozenLayers,
    notices: readonly string[],
  ) => Promise<void>,
): Promise<void> {
  const still = leat.pipeline({ ...pictures.spec, transforms: [] });
  // Its kinds were checked where it was written.
  const stages = ownStages(still as unknown as AnyPipeline);
  const session = await openSession({
    tf,
    stages,
    fields: [FIELD],
    vocabulary: { kind: "category", classes: ["a", "b"] },
    read: () => Promise.reject(new Error("there is nothing to read")),
  });
  const size = FIELD.shape.reduce((a, b) => a * b, 1);
  const items = {
    fields: [FIELD],
    waitedMs: 0,
    read: (ids: readonly string[]) => [new Uint8Array(ids.length * size)],
  };
  const notices: string[] = [];
  const options = {
    emit: (event: RunEvent) => {
      if (event.type === "notice") notices.push(event.text);
    },
    signal: new AbortController().signal,
    presented: { stages, index: {} },
    ids,
  };
  try {
    await use(
      { session, items },
      (more) => new FrozenLayers({ ...options, ...more }),
      notices,
    );
  } finally {
    session.dispose();
  }
}

/** The same ground with another network. */
function changed({ session, items }: Ground, network: Network): Ground {
  return { session: { ...session, network }, items };
}

Deno.test("FrozenLayers give the same features while a phase lasts", async () => {
  await withGround(async (whole, layers, notices) => {
    // Exactly as many bytes as there are.
    const kept = layers({ most: ids.length * BYTES });
    const ground = await kept.ground(frozen, whole);
    assert.notEqual(ground.session, whole.session);
    const [rows] = ground.items.read(ids.slice(0, 3));
    assert.equal(rows?.byteLength, 3 * BYTES);
    const second = { ...frozen, epoch: 2, epochsBefore: 1 };
    assert.equal(await kept.ground(second, whole), ground);
    const next = { ...frozen, epochsBefore: 2 };
    assert.notEqual(await kept.ground(next, whole), ground);
    const unfrozen = { ...learning, firstTrainable: 0, epochsBefore: 4 };
    assert.equal(await kept.ground(unfrozen, whole), whole);
    assert.deepEqual(notices, []);
  });
});

Deno.test("FrozenLayers leave norms that learn, and say nothing", async () => {
  await withGround(async (whole, layers, notices) => {
    assert.equal(await layers().ground(learning, whole), whole);
    assert.deepEqual(notices, []);
  });
});

Deno.test("FrozenLayers say why features are not kept after all", async () => {
  await withGround(async (whole, layers, notices) => {
    const limited = layers({ most: ids.length * BYTES - 1 });
    assert.equal(await limited.ground(frozen, whole), whole);
    const { cut: _, ...network } = whole.session.network;
    const uncut = changed(whole, network);
    assert.equal(await layers().ground(frozen, uncut), uncut);
    const says =
      'Phase "first": its frozen layers run at each step, forwards only, as';
    const end =
      "; norms are not folded into convolutions, which would round otherwise";
    assert.deepEqual(notices, [
      `${says} features of 15 items take 1 MiB, and 0 MiB are kept at most${end}`,
      `${says} the network does not tell where they end${end}`,
    ]);
  });
});

Deno.test("FrozenLayers without norms give features unasked, and say so", async () => {
  await withGround(async (whole, layers, notices) => {
    const { network } = whole.session;
    const plain = changed(whole, {
      ...network,
      cut: (group) => {
        const cut = network.cut?.(group);
        return cut && { ...cut, variables: [] };
      },
    });
    assert.notEqual(await layers().ground(learning, plain), plain);
    assert.deepEqual(notices, [
      'Phase "first": what its frozen layers make of an item is computed once and kept: they have no norms',
    ]);
  });
});
