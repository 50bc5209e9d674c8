import assert from "node:assert/strict";
import { trainingForward } from "../../../../src/engine/train/forward.ts";
import { Variables } from "../../../../src/engine/train/variables.ts";
import {
  dropout,
  relu,
} from "../../../../src/stages/architecture/layers/activation.ts";
import { runLayer, tf } from "../_networks.ts";

const place = { name: "head.3", group: 0, input: [1000] };

/** Ones through dropout at a step of a run. */
function dropped(rate: number, seed: number, step: number, name = "head.3") {
  const forward = trainingForward(tf, new Variables(tf, [], new Map()), {
    seed,
    step,
  });
  const layer = dropout(rate)({ ...place, name });
  const output = tf.tidy(() => layer.forward(forward, tf.ones([2, 1000])));
  const values = output.dataSync();
  output.dispose();
  return values;
}

Deno.test("relu() cuts off below 0", () => {
  const { output } = runLayer(relu(), [-1, 0, 2], [1, 3]);
  assert.deepEqual(output, [0, 0, 2]);
});

Deno.test("dropout() drops about its share and scales up the rest", () => {
  const values = dropped(0.25, 1, 0);
  const kept = Math.fround(1 / 0.75);
  assert.deepEqual([...new Set(values)].toSorted(), [0, kept]);
  const share = values.filter((each) => each === 0).length / values.length;
  assert.ok(Math.abs(share - 0.25) < 0.04, `${share}`); // 4 deviations
});

Deno.test("dropout() is decided by the seed, the name and the step", () => {
  const values = dropped(0.5, 1, 7);
  assert.deepEqual(dropped(0.5, 1, 7), values);
  assert.notDeepEqual(dropped(0.5, 2, 7), values);
  assert.notDeepEqual(dropped(0.5, 1, 8), values);
  assert.notDeepEqual(dropped(0.5, 1, 7, "head.7"), values);
});

Deno.test("dropout() passes everything on when nothing is learned, or at rate 0", () => {
  assert.deepEqual(runLayer(dropout(0.9), [1, 2], [1, 2]).output, [1, 2]);
  const { output } = runLayer(dropout(0), [1, 2], [1, 2], { training: true });
  assert.deepEqual(output, [1, 2]);
});
