import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { normalize } from "../../../src/stages/transforms/normalize.ts";
import { assertNear, assertRefuses } from "./_draws.ts";

// Else the backend advertises a package that Deno cannot load.
tf.env().set("IS_NODE", false);

Deno.test("normalize() has ImageNet's mean and deviation by default", () => {
  assert.deepEqual(normalize().params, {
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
  });
});

Deno.test("normalize() is applied in training and afterwards", () => {
  assert.equal(normalize().behaviour.when, "always");
});

Deno.test("normalize() subtracts the mean and divides by the deviation", () => {
  const { behaviour } = normalize({
    mean: [0.5, 0, 0.25],
    deviation: [0.5, 1, 0.25],
  });
  assert.ok("apply" in behaviour);
  const batch = tf.tensor4d([1, 0.5, 0, 0, 0.25, 1], [1, 1, 2, 3]);
  const before = tf.memory().numTensors;
  const result = behaviour.apply(tf, batch, []);
  assert.deepEqual(result.shape, [1, 1, 2, 3]);
  assertNear([...result.dataSync()], [1, 0.5, -1, -1, 0.25, 3]);
  assert.equal(tf.memory().numTensors, before + 1);
  tf.dispose([batch, result]);
});

Deno.test("normalize() says that the deviation is wrong", () => {
  assertRefuses(
    () => normalize({ deviation: [1, 0, 1] }),
    /^Cannot make transforms "normalize": deviation\.1: /,
  );
});
