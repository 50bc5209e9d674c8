import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import * as leat from "leat";
import { evaluate } from "../../../src/engine/train/evaluate.ts";
import type { Session } from "../../../src/engine/train/session.ts";
import {
  augmentedAnswers,
  evaluateAugmented,
} from "../../../src/engine/train/test_time.ts";
import type { TestTimeAugmentation } from "../../../src/flow/stage/test_time.ts";
import reference from "../../fixtures/mixing/mixing.json" with { type: "json" };
import { drawPictures, pictures } from "../jobs.ts";
import { type Opened, trainAll, withSession } from "./_sessions.ts";

const MEAN = { passes: 2, combine: "mean", beta: 0.25 } as const;
const MAX = { passes: 2, combine: "max" } as const;

const { views: said, cases } = reference.tta;

/** A network that says of each view what the fixture says. */
function saying(): Session {
  const view = (at: number) => ({ x: tf.tensor2d(said[at] ?? [], [4, 3]) });
  const given = {
    tf,
    variables: { get: () => undefined },
    network: { forward: (_: unknown, { x }: { x: tf.Tensor2D }) => x },
    stages: {
      fit: { behaviour: { seed: 42 } },
      loss: { behaviour: leat.mse().behaviour },
    },
    augmentedBatch: (_: unknown, { pass }: { pass: number }) => view(pass),
    answeringBatch: () => view(2),
  };
  // As much of a session as answers need.
  return given as unknown as Session;
}

for (
  const [name, augmentation, at] of [
    ["by fastai's defaults", MEAN, 0],
    ["half plain", { ...MEAN, beta: 0.5 }, 1],
    ["by the largest", MAX, 2],
  ] as const
) {
  Deno.test(`augmentedAnswers() ${name} are those of fastai's tta()`, async () => {
    const before = tf.memory().numTensors;
    const ids = ["a", "b", "c", "d"];
    const answers = augmentedAnswers(saying(), () => [], ids, augmentation);
    assert.equal(tf.memory().numTensors, before + 1);
    const expected = cases[at]?.answers ?? [];
    [...await answers.data()].forEach((value, place) =>
      assert.ok(Math.abs(value - (expected[place] ?? NaN)) < 1e-6)
    );
    answers.dispose();
  });
}

const views = [leat.flip(), leat.rotate(20, { probability: 1 })];

const flipped = leat.pipeline({ ...pictures.spec, transforms: views });

const mixing = leat.pipeline({
  ...pictures.spec,
  transforms: [...views, leat.mixup()],
});

function draw(folder: string) {
  return drawPictures(`${folder}/pictures`, 14);
}

async function augmented(
  { session, items, targets, valid }: Opened,
  augmentation: TestTimeAugmentation,
  ids = valid,
): Promise<readonly number[]> {
  const about = { items, ids, targets };
  const answers = await evaluateAugmented(session, about, augmentation);
  return [...answers.outputs];
}

for (const backend of ["cpu", "webgpu"] as const) {
  Deno.test(`evaluateAugmented() gives each item the same bits twice, in any batch, on ${backend}`, async () => {
    await withSession(flipped, backend, async (opened) => {
      const before = opened.device.memory().tensors;
      const whole = await augmented(opened, MEAN);
      assert.deepEqual(await augmented(opened, MEAN), whole);
      for (const [at, id] of opened.valid.entries()) {
        const alone = await augmented(opened, MEAN, [id]);
        assert.deepEqual(alone, whole.slice(2 * at, 2 * at + 2));
      }
      assert.equal(opened.device.memory().tensors, before);
    }, draw);
  });
}

Deno.test("evaluateAugmented() keeps probabilities, and differs from the plain answer", async () => {
  await withSession(flipped, "cpu", async (opened) => {
    await trainAll(opened);
    const { session, items, targets, valid } = opened;
    const plain = await evaluate(session, { items, ids: valid, targets });
    const answers = await augmented(opened, MEAN);
    assert.notDeepEqual(answers, [...plain.outputs]);
    for (let at = 0; at < answers.length; at += 2) {
      const sum = (answers[at] ?? NaN) + (answers[at + 1] ?? NaN);
      assert.ok(Math.abs(sum - 1) < 1e-6);
    }
    const whole = await augmented(opened, { ...MEAN, beta: 1 });
    whole.forEach((value, at) =>
      assert.ok(Math.abs(value - (plain.outputs[at] ?? NaN)) < 1e-6)
    );
    const largest = await augmented(opened, MAX);
    assert.ok(
      largest.every((value, at) => value >= (plain.outputs[at] ?? NaN)),
    );
  }, draw);
});

Deno.test("evaluateAugmented() sees other views in other passes, and in none those of training", async () => {
  await withSession(flipped, "cpu", (opened) => {
    const { session, items, valid: [id = ""] } = opened;
    const rows = items.read([id]);
    const seen = session.tf.tidy(() => {
      const augmented = [0, 1, 2].map((pass) =>
        session.augmentedBatch(rows, { seed: 42, pass, ids: [id] })
      );
      const trained = [0, 1, 2].map((epoch) =>
        session.trainingBatch(rows, { seed: 42, epoch, step: 0, ids: [id] })
          .inputs
      );
      return [...augmented, ...trained].map((batch) =>
        Object.values(batch).map((tensor) => tensor.dataSync().join()).join()
      );
    });
    assert.equal(new Set(seen).size, 6);
    return Promise.resolve();
  }, draw);
});

Deno.test("evaluateAugmented() never mixes", async () => {
  const answersOf = (pipeline: unknown) =>
    withSession(pipeline, "cpu", (opened) => augmented(opened, MEAN), draw);
  const plain = await answersOf(flipped);
  const mixed = await answersOf(mixing);
  assert.deepEqual(mixed, plain);
});

Deno.test("evaluateAugmented() looks at other parts of long images, as training does", async () => {
  const still = leat.pipeline({ ...pictures.spec, transforms: [] });
  const differs = async (width: number) => {
    let apart = 0;
    const drawn = (folder: string) =>
      drawPictures(`${folder}/pictures`, 14, 16, width);
    await withSession(still, "cpu", async (opened) => {
      const { session, items, targets, valid } = opened;
      const plain = await evaluate(session, { items, ids: valid, targets });
      const answers = await augmented(opened, MEAN);
      apart = Math.max(
        ...answers.map((value, at) =>
          Math.abs(value - (plain.outputs[at] ?? NaN))
        ),
      );
    }, drawn);
    return apart;
  };
  assert.ok(await differs(16) < 1e-6);
  assert.ok(await differs(28) > 1e-4);
});
