import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
// Core alone registers no gradients; layers registers them all.
import "@tensorflow/tfjs-layers";
import type { LossBehaviour } from "../../../src/flow/stage/objective.ts";

// Else the backend advertises a package that Deno cannot load.
tf.env().set("IS_NODE", false);

/** A matrix as nested rows. */
export type Rows = readonly (readonly number[])[];

function matrix(rows: Rows): tf.Tensor2D {
  return tf.tensor2d(rows.map((row) => [...row]));
}

/** The loss of each item, with every tensor disposed. */
export function losses(
  behaviour: LossBehaviour,
  outputs: Rows,
  targets: Rows,
): readonly number[] {
  return tf.tidy(() => {
    const loss = behaviour.perItem(tf, matrix(outputs), matrix(targets));
    assert.deepEqual(loss.shape, [outputs.length]);
    return [...loss.dataSync()];
  });
}

/** The outputs as people read them. */
export function activated(
  behaviour: LossBehaviour,
  outputs: Rows,
): readonly number[] {
  return tf.tidy(() => {
    const values = behaviour.activation(tf, matrix(outputs));
    assert.deepEqual(values.shape, [outputs.length, outputs[0]!.length]);
    return [...values.dataSync()];
  });
}

/** Fails unless the numbers agree to float32's precision. */
export function assertNear(
  actual: readonly number[],
  expected: readonly number[],
  tolerance = 1e-6,
): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, at) => {
    const wanted = expected[at]!;
    assert.ok(
      Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted)),
      `${value} is not ${wanted}, at ${at}`,
    );
  });
}

/** The gradient of the sum of all losses by the outputs. */
export function gradientOf(
  behaviour: LossBehaviour,
  outputs: Rows,
  targets: Rows,
): readonly number[] {
  return tf.tidy(() => {
    const ofOutputs = tf.grad((values) =>
      tf.sum(behaviour.perItem(tf, values as tf.Tensor2D, matrix(targets)))
    );
    return [...ofOutputs(matrix(outputs)).dataSync()];
  });
}

/** Fails unless the gradient agrees with central differences. */
export function assertGradient(
  behaviour: LossBehaviour,
  outputs: Rows,
  targets: Rows,
): void {
  const gradient = gradientOf(behaviour, outputs, targets);
  const step = 1e-2;
  const differences = outputs.flatMap((row, at) =>
    row.map((_, column) => {
      const sumAt = (by: number) => {
        const moved = outputs.map((each) => [...each]);
        moved[at]![column]! += by;
        return losses(behaviour, moved, targets).reduce((a, b) => a + b);
      };
      return (sumAt(step) - sumAt(-step)) / (2 * step);
    })
  );
  // Float32 losses near 1, over a step of 0.01, are good to about 1e-4.
  assertNear(gradient, differences, 5e-4);
}

/** Fails if the loss leaves tensors behind, other than its result. */
export function assertTidy(behaviour: LossBehaviour): void {
  const outputs = matrix([[1, 2]]);
  const targets = matrix([[0, 1]]);
  const before = tf.memory().numTensors;
  const results = [
    behaviour.perItem(tf, outputs, targets),
    behaviour.activation(tf, outputs),
  ];
  assert.equal(tf.memory().numTensors, before + results.length);
  tf.dispose(results);
  // An activation that handed out its argument would have disposed it here.
  assert.equal(outputs.isDisposed, false);
  tf.dispose([outputs, targets]);
}
