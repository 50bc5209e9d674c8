import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
// Core alone registers no gradients; layers registers them all.
import "@tensorflow/tfjs-layers";
import {
  mixBatch,
  mixedLoss,
  type Mixing,
} from "../../../src/engine/train/mixing.ts";
import type { MixingBehaviour } from "../../../src/flow/stage/mixing.ts";
import type { LossBehaviour } from "../../../src/flow/stage/objective.ts";
import type { TargetKind } from "../../../src/flow/kinds/targets.ts";
import { binaryCrossEntropy, crossEntropy, mse } from "../../../mod.ts";
import reference from "../../fixtures/mixing/mixing.json" with { type: "json" };

// Else the backend advertises a package that Deno cannot load.
tf.env().set("IS_NODE", false);

type Rows = readonly (readonly number[])[];

const { outputs, classes, tags, numbers, partners } = reference;
const MIXING: Mixing = {
  partners,
  shares: reference.shares.map((share) => Math.max(share, 1 - share)),
};
const ONE_HOT = classes.map((each) =>
  [0, 1, 2].map((at) => Number(at === each))
);

const matrix = (rows: Rows) => tf.tensor2d(rows.map((row) => [...row]));

/** The mean loss of a batch, and its gradient by the outputs. */
function scored(
  { behaviour }: { readonly behaviour: LossBehaviour },
  kind: TargetKind,
  rows: Rows,
  targets: Rows,
  mixing: Mixing | undefined,
) {
  return tf.tidy(() => {
    const both = tf.valueAndGrad((values) => {
      const wanted = matrix(targets);
      const what = { outputs: values as tf.Tensor2D, targets: wanted, kind };
      return tf.mean(mixedLoss(tf, behaviour, what, mixing));
    });
    const { value, grad } = both(matrix(rows));
    return { loss: value.dataSync()[0] ?? NaN, gradient: [...grad.dataSync()] };
  });
}

const first = outputs.map((row) => row.slice(0, 1));
const cases = {
  "crossEntropy": scored(crossEntropy(), "category", outputs, ONE_HOT, MIXING),
  "crossEntropy smoothed": scored(
    crossEntropy({ labelSmoothing: 0.1 }),
    "category",
    outputs,
    ONE_HOT,
    MIXING,
  ),
  "binaryCrossEntropy": scored(
    binaryCrossEntropy(),
    "tags",
    outputs,
    tags,
    MIXING,
  ),
  "mse": scored(mse(), "quantity", first, numbers, MIXING),
};

for (const { name, loss: [expected = NaN], gradient } of reference.losses) {
  Deno.test(`mixedLoss() of ${name} is fastai's under MixUp, with its gradient`, () => {
    const found = Object.entries(cases).find(([each]) => each === name)?.[1];
    assert.ok(found && Math.abs(found.loss - expected) < 1e-6);
    found.gradient.forEach((value, at) =>
      assert.ok(Math.abs(value - (gradient[at] ?? NaN)) < 1e-6, `${at}`)
    );
  });
}

Deno.test("mixedLoss() lies between the losses with either label, by the share", () => {
  const loss = (shares: readonly number[]) =>
    scored(crossEntropy(), "category", outputs, ONE_HOT, { partners, shares })
      .loss;
  const own = loss([1, 1, 1, 1]);
  const other = loss([0, 0, 0, 0]);
  const plain = scored(crossEntropy(), "category", outputs, ONE_HOT, undefined);
  assert.ok(Math.abs(own - plain.loss) < 1e-6);
  const quarter = loss([0.25, 0.25, 0.25, 0.25]);
  assert.ok(Math.abs(quarter - (0.25 * own + 0.75 * other)) < 1e-6);
});

Deno.test("mixedLoss() gives a loss of classes one class at a time", () => {
  const seen: number[][] = [];
  const strict: LossBehaviour = {
    targets: ["category"],
    perItem: (tf, values, targets) => {
      seen.push([...targets.dataSync()]);
      return tf.sum(values, 1);
    },
    activation: (_tf, values) => values,
  };
  tf.tidy(() => {
    const what = {
      outputs: matrix(outputs),
      targets: matrix(ONE_HOT),
      kind: "category" as const,
    };
    mixedLoss(tf, strict, what, MIXING);
  });
  assert.deepEqual(seen.flat().filter((each) => each !== 0 && each !== 1), []);
  assert.equal(seen.length, 2);
});

/** Takes all of the partner; remembers the draws of each item. */
function spy(
  draws: Map<string, number>,
  ids: readonly string[],
): MixingBehaviour {
  return {
    when: "train",
    mix: (_tf, { partners, items }) => {
      items.forEach((random, at) => draws.set(ids[at] ?? "", random.float()));
      return { images: partners, shares: ids.map(() => 0) };
    },
  };
}

function mixedWith(
  ids: readonly string[],
  { seed = 42, epoch = 0, step = 0 } = {},
) {
  const draws = new Map<string, number>();
  const context = { seed, epoch, step, ids };
  tf.engine().startScope();
  const values = ids.map((_, at) => at);
  const images = tf.tensor4d(values, [ids.length, 1, 1, 1]);
  const result = mixBatch(tf, spy(draws, ids), images, context);
  const seen = [...result.images.dataSync()];
  tf.engine().endScope();
  return { mixing: result.mixing, seen, draws };
}

Deno.test("mixBatch() hands each image the partner that it tells the loss", () => {
  const ids = Array.from({ length: 9 }, (_, at) => `i${at}`);
  const { mixing, seen } = mixedWith(ids);
  assert.deepEqual(seen, [...mixing.partners]);
  assert.deepEqual([...mixing.partners].sort(), [...ids.keys()]);
});

Deno.test("mixBatch() draws other partners in each step, epoch and seed, and the same again", () => {
  const ids = Array.from({ length: 12 }, (_, at) => `i${at}`);
  const partnersOf = (at: { seed?: number; epoch?: number; step?: number }) =>
    JSON.stringify(mixedWith(ids, at).mixing.partners);
  assert.equal(partnersOf({}), partnersOf({}));
  const others = [{}, { step: 1 }, { epoch: 1 }, { seed: 43 }].map(partnersOf);
  assert.equal(new Set(others).size, 4);
});

Deno.test("mixBatch() draws for an image what it would get in any batch", () => {
  const together = mixedWith(["a", "b", "c", "d"], { step: 3 }).draws;
  const apart = mixedWith(["x", "c"], { step: 9 }).draws;
  assert.equal(together.get("c"), apart.get("c"));
  assert.notEqual(together.get("c"), together.get("d"));
  assert.notEqual(
    mixedWith(["c"], { epoch: 1 }).draws.get("c"),
    apart.get("c"),
  );
});

Deno.test("mixBatch() leaves a batch of one as it is", () => {
  const { mixing, seen } = mixedWith(["a"]);
  assert.deepEqual(mixing.partners, [0]);
  assert.deepEqual(seen, [0]);
});
