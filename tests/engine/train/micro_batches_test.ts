import assert from "node:assert/strict";
import * as leat from "leat";
import type { Values } from "../../../src/engine/train/variables.ts";
import { evaluate } from "../../../src/engine/train/evaluate.ts";
import { momentOf } from "../../../src/engine/train/moment.ts";
import { drawPictures, pictures, points } from "../jobs.ts";
import { type Opened, trainAll, withSession } from "./_sessions.ts";

function draw(folder: string) {
  return drawPictures(`${folder}/pictures`, 35);
}

/** The same, where no more than so many items may go at once. */
function atMost(opened: Opened, most: number): Opened {
  return { ...opened, session: { ...opened.session, most } };
}

/** The values of all variables after a training. */
function trained(
  pipeline: unknown,
  most = Infinity,
  backend: "cpu" | "webgpu" = "cpu",
): Promise<Values> {
  return withSession(
    pipeline,
    backend,
    async (opened) => (await trainAll(atMost(opened, most))).values,
    draw,
  );
}

/** How far apart values are, beside the largest of them. */
function apart(some: Values, others: Values): number {
  let [most, off] = [0, 0];
  for (const [name, values] of some) {
    values.forEach((value, at) => {
      most = Math.max(most, Math.abs(value));
      off = Math.max(off, Math.abs(value - (others.get(name)?.[at] ?? NaN)));
    });
  }
  return off / most;
}

const sgd = { learningRate: 0.05, optimizer: leat.sgd() };

/** Without norms: what is made of an item depends on no other. */
const unnormalized = leat.pipeline({
  ...points.spec,
  input: leat.features({ categorical: ["colour"] }),
  architecture: leat.mlp({ hidden: [] }),
  fit: leat.constant(2, { ...sgd, batch: 10 }),
});

Deno.test("A batch in micro-batches learns what the whole batch does where no norm sees it", async () => {
  const whole = await trained(unnormalized);
  const start = await trained(
    leat.pipeline({
      ...unnormalized.spec,
      fit: leat.constant(2, { ...sgd, batch: 10, learningRate: 1e-12 }),
    }),
  );
  assert.ok(apart(start, whole) > 0.01, "it learned");
  for (const most of [5, 4, 3, 1]) { // of 10: equal, and 4 + 3 + 3
    assert.ok(apart(await trained(unnormalized, most), whole) < 1e-6);
  }
});

Deno.test("A batch in micro-batches, norms and all, is what gathering small batches gives", async () => {
  const still = { ...pictures.spec, transforms: [leat.flip()] };
  const architecture = leat.resnet({
    channels: [2, 2],
    blocks: [1, 1],
    hidden: 4,
    dropout: 0, // which is drawn step by step
  });
  const fit = (batch: number, callbacks: leat.Callback[]) =>
    leat.constant(2, { ...sgd, batch, callbacks });
  const split = leat.pipeline({ ...still, architecture, fit: fit(8, []) });
  const gathered = leat.pipeline({
    ...still,
    architecture,
    fit: fit(4, [leat.accumulateGradients(8)]),
  });
  const found = await trained(split, 4);
  assert.ok(apart(found, await trained(gathered)) < 1e-5);
  assert.ok(apart(found, await trained(split)) > 1e-3, "norms see parts");
});

/** Dropout is in the head. */
const live = leat.pipeline({
  ...pictures.spec,
  transforms: [leat.flip(), leat.rotate(10), leat.mixup()],
  fit: leat.oneCycle(9, { batch: 7, learningRate: 0.01 }),
});

Deno.test("Steps in micro-batches are replayed with the bits of those done anew", async () => {
  const run = (eager: boolean) =>
    withSession(live, "webgpu", async (opened) => {
      let replayed = 0;
      const done = await trainAll(atMost(opened, 3), { // 3 + 2 + 2 of 7
        eager,
        onSteps: ({ account }) => replayed = account.replayed,
      });
      return { ...done, replayed };
    }, draw);
  const [anew, replayed] = [await run(true), await run(false)];
  assert.ok(replayed.replayed >= 20, `${replayed.replayed} were replayed`);
  assert.deepEqual(replayed.values, anew.values);
  assert.equal(replayed.loss, anew.loss);
});

Deno.test("Each micro-batch has draws of its own", async () => {
  await withSession(live, "cpu", (opened) => {
    const { session, items, train, targets, programs } = opened;
    const [program] = programs;
    assert.ok(program);
    const data = { items, train, targets };
    const place = { program, data, ids: train.slice(0, 8), step: 0 };
    const { parts } = momentOf({ ...session, most: 4 }, place);
    const [first, second] = parts;
    assert.equal(parts.length, 2);
    assert.notDeepEqual(first?.mixing?.partners, second?.mixing?.partners);
    assert.deepEqual([first?.part, second?.part], [0, 1]);
    session.tf.dispose(
      parts.flatMap(({ inputs }) => Object.values(inputs)),
    );
    const [whole] = momentOf(session, place).parts;
    session.tf.dispose(Object.values(whole?.inputs ?? {}));
    // The first is as it always was.
    assert.deepEqual(
      whole?.mixing?.shares.slice(0, 4),
      first?.mixing?.shares,
    );
    return Promise.resolve();
  }, draw);
});

Deno.test("A set is judged as many items at a time as may go at once", async () => {
  await withSession(pictures, "cpu", async (opened) => {
    const { items, valid, targets } = opened;
    const about = { items, ids: valid, targets };
    const whole = await evaluate(opened.session, about);
    const sizes = new Set<number>();
    const { session } = atMost(opened, 3);
    const split = await evaluate({
      ...session,
      answeringBatch: (rows, count) => {
        sizes.add(count);
        return session.answeringBatch(rows, count);
      },
    }, about);
    assert.deepEqual([...sizes], [3]);
    assert.deepEqual(split, whole);
  }, draw);
});
