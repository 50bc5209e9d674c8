import assert from "node:assert/strict";
import { flatCos } from "../../../src/stages/fit/flat_cos.ts";
import { slice } from "../../../src/stages/fit/learning_rate/slice.ts";
import { assertClose, assertRefuses, phasesOf } from "./_programs.ts";

Deno.test("flatCos() has the expected defaults", () => {
  assert.deepEqual(flatCos(5).params, {
    epochs: 5,
    learningRate: 0.001,
    start: 0.75,
    finalDivision: 100_000,
    batch: 64,
    seed: 42,
    weightDecay: 0.01,
  });
});

Deno.test("flatCos() stays, then falls to a share of each rate", () => {
  const fit = flatCos(2, {
    learningRate: slice(1, 4),
    start: 0.5,
    finalDivision: 4,
  });
  const [phase, ...others] = phasesOf(fit);
  assert.equal(others.length, 0);
  assert.equal(phase?.epochs, 2);
  for (const position of [0, 0.25, 0.5]) {
    assert.deepEqual(phase.at(position).rates, [1, 2, 4]);
  }
  // Half way down, half a cosine wave is at the mean of its ends.
  assertClose(phase.at(0.75).rates, [0.625, 1.25, 2.5]);
  assertClose(phase.at(1).rates, [0.25, 0.5, 1]);
  assert.equal(phase.at(0.9).momentum, 0.9);
});

Deno.test("flatCos() that starts at once is half a cosine wave", () => {
  const [phase] = phasesOf(
    flatCos(1, { learningRate: 1, start: 0, finalDivision: 1e9 }),
  );
  assertClose(
    [0, 0.25, 0.5].map((at) => phase!.at(at).rates[0]!),
    [1, (1 + Math.SQRT1_2) / 2, 0.5],
  );
});

Deno.test("flatCos() says which setting is wrong", () => {
  assertRefuses(() => flatCos(0), /^Cannot make fit "flatCos": epochs: /);
  assertRefuses(() => flatCos(1, { start: 1 }), /start: .*<1/);
  assertRefuses(() => flatCos(1, { finalDivision: 0 }), /finalDivision: /);
  assertRefuses(() => flatCos(1, { learningRate: -1 }), /learningRate: .*>0/);
});
