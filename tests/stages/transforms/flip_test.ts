import assert from "node:assert/strict";
import { flip } from "../../../src/stages/transforms/flip.ts";
import {
  assertRefuses,
  assertShare,
  images,
  matrix,
  reads,
  Scripted,
} from "./_draws.ts";

Deno.test("flip() has the expected defaults", () => {
  assert.deepEqual(flip().params, { probability: 0.5 });
});

Deno.test("flip() reads from the other side, or leaves the image", () => {
  const flipped = matrix(flip(), new Scripted(0.49));
  assert.deepEqual(reads(flipped, 0.5, 0.25), [-0.5, 0.25]);
  const left = matrix(flip(), new Scripted(0.5));
  assert.deepEqual(reads(left, 0.5, 0.25), [0.5, 0.25]);
});

Deno.test("flip() happens as often as it should", () => {
  for (const probability of [0, 0.2, 0.5, 1]) {
    const hits = images(2000).filter((random) =>
      matrix(flip({ probability }), random)[0] === -1
    );
    assertShare(hits.length, 2000, probability);
  }
});

Deno.test("flip() says that the probability is wrong", () => {
  const start = /^Cannot make transforms "flip": probability: /;
  assertRefuses(() => flip({ probability: 1.1 }), start);
  assertRefuses(() => flip({ probability: -1 }), start);
});
