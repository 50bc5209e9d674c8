import assert from "node:assert/strict";
import * as leat from "leat";
import {
  computeFeatures,
  featureBytes,
  Features,
  sessionAfter,
} from "../../../src/engine/train/features.ts";
import { evaluate } from "../../../src/engine/train/evaluate.ts";
import { fixedCut } from "../../../src/engine/train/frozen.ts";
import type { EpochProgram } from "../../../src/flow/graph/program.ts";
import type { Cut } from "../../../src/flow/stage/architecture.ts";
import { drawPictures, pictures } from "../jobs.ts";
import { type Opened, trainAll, withSession } from "./_sessions.ts";

/** 35 pictures, of which 25 are trained on: six steps an epoch. */
function draw(folder: string) {
  return drawPictures(`${folder}/pictures`, 35);
}

/** Nothing augments them; dropout is in the head. */
function still(optimizer: leat.AdamW | leat.Sgd) {
  return leat.pipeline({
    ...pictures.spec,
    transforms: [leat.normalize()],
    fit: leat.constant(3, { batch: 4, learningRate: 0.01, optimizer }),
  });
}

function frozen(
  programs: readonly EpochProgram[],
  firstTrainable: number,
): readonly EpochProgram[] {
  return programs.map((program) => ({
    ...program,
    firstTrainable,
    freezesNorms: true,
  }));
}

/** A place in the whole network, and how many items went through before it. */
function countedCut({ session }: Opened, firstTrainable: number) {
  const cut = fixedCut(session.network, { firstTrainable, freezesNorms: true });
  assert.ok(cut);
  const counted = { items: 0 };
  const before: Cut["before"] = (forward, batch) => {
    const features = cut.before(forward, batch);
    counted.items += features.shape[0] ?? 0;
    return features;
  };
  return { cut: { ...cut, before }, counted };
}

/** Trains on features, which are computed first. */
async function trainCached(
  opened: Opened,
  firstTrainable: number,
  eager: boolean,
  breakAt?: number,
) {
  const { session, items, train, valid, targets } = opened;
  const { cut, counted } = countedCut(opened, firstTrainable);
  const ids = [...train, ...valid];
  const told: number[] = [];
  const features = await computeFeatures({
    session,
    cut,
    items,
    ids,
    onItems: (done) => told.push(done),
  });
  assert.equal(told.at(-1), ids.length);
  const after = sessionAfter(session, cut, features);
  const cached = { ...opened, session: after, items: features };
  const trained = await trainAll(cached, {
    programs: frozen(opened.programs, firstTrainable),
    eager,
    ...breakAt === undefined ? {} : { breakAt },
  });
  const asked = { items: features, ids: valid, targets };
  const judged = await evaluate(after, asked);
  // The last batch is filled up: never more than a batch over.
  assert.equal(counted.items, Math.ceil(ids.length / 4) * 4);
  return { ...trained, judged };
}

/** Trains with the frozen layers in each step. */
async function trainWhole(
  opened: Opened,
  firstTrainable: number,
  eager: boolean,
) {
  const { session, items, valid, targets } = opened;
  const programs = frozen(opened.programs, firstTrainable);
  const trained = await trainAll(opened, { programs, eager });
  const judged = await evaluate(session, { items, ids: valid, targets });
  return { ...trained, judged };
}

for (
  const [backend, eager] of [["cpu", true], ["webgpu", true], [
    "webgpu",
    false,
  ]] as const
) {
  for (const firstTrainable of [1, 2]) {
    const how = `${backend}, ${
      eager ? "anew" : "replayed"
    }, from ${firstTrainable}`;
    Deno.test(`training on features has the bits of training on items: ${how}`, async () => {
      const pipeline = still(
        firstTrainable === 1 ? leat.sgd({ momentum: 0.9 }) : leat.adamW(),
      );
      const whole = await withSession(
        pipeline,
        backend,
        (opened) => trainWhole(opened, firstTrainable, eager),
        draw,
      );
      const cached = await withSession(
        pipeline,
        backend,
        (opened) => trainCached(opened, firstTrainable, eager),
        draw,
      );
      assert.deepEqual(cached.values, whole.values);
      assert.equal(cached.loss, whole.loss);
      assert.deepEqual(cached.judged, whole.judged);
    });
  }
}

Deno.test("a network that is not cut gives the same bits, in one gradient", async () => {
  const run = (cut: boolean) =>
    withSession(still(leat.adamW()), "webgpu", (opened) => {
      const { cut: _, ...network } = opened.session.network;
      const session = cut ? opened.session : { ...opened.session, network };
      return trainWhole({ ...opened, session }, 2, false);
    }, draw);
  const [whole, uncut] = [await run(true), await run(false)];
  assert.deepEqual(uncut.values, whole.values);
  assert.equal(uncut.loss, whole.loss);
});

Deno.test("training on features goes on after a break with the same bits", async () => {
  const run = (breakAt?: number) =>
    withSession(
      still(leat.adamW()),
      "webgpu",
      (opened) => trainCached(opened, 2, false, breakAt),
      draw,
    );
  const unbroken = await run();
  const broken = await run(3);
  assert.ok(broken.breaks > 0);
  assert.deepEqual(broken.values, unbroken.values);
});

Deno.test("frozen layers and their norms stay as they are, to the bit", async () => {
  await withSession(still(leat.adamW()), "webgpu", async (opened) => {
    const { session } = opened;
    const before = await session.variables.read();
    const { values } = await trainWhole(opened, 2, false);
    for (const { name, group, role } of session.network.variables) {
      const moved = values.get(name)?.some((v, at) =>
        v !== before.get(name)?.[at]
      );
      assert.equal(moved, group === 2, `${name} (${role})`);
    }
  }, draw);
});

Deno.test("computeFeatures() leaves no tensors, and stops where it is told to", async () => {
  await withSession(still(leat.adamW()), "cpu", async (opened) => {
    const { device, session, items, train } = opened;
    const { cut } = countedCut(opened, 2);
    const { tensors } = device.memory();
    const task = { session, cut, items, ids: train };
    await computeFeatures({ ...task, onItems: () => {} });
    const stop = new Error("stop");
    const stopped = computeFeatures({
      ...task,
      onItems: () => {
        throw stop;
      },
    });
    await assert.rejects(stopped, stop);
    assert.equal(device.memory().tensors, tensors);
  }, draw);
});

Deno.test("Features are read in the order asked for", () => {
  const cut: Cut = {
    variables: [],
    shape: [2],
    before: () => assert.fail(),
    after: () => assert.fail(),
  };
  const features = new Features(cut, ["a", "b", "c"]);
  features.write(["c", "a"], Float32Array.of(5, 6, 1, 2, 9, 9));
  assert.deepEqual(features.read(["a", "c", "a"]), [
    Float32Array.of(1, 2, 5, 6, 1, 2),
  ]);
  assert.throws(() => features.read(["d"]), /Cannot find item "d"/);
  assert.equal(featureBytes(cut, 3), 24);
});
