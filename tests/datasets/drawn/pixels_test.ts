import assert from "node:assert/strict";
import sharp from "sharp";
import { drawPet } from "../../../datasets/drawn/pets.ts";

const side = 16;
const folds = 4;

Deno.test("a linear model on the pixels of pets does badly", async () => {
  const pets = await Promise.all(
    Array.from({ length: 240 }, (_, index) => pet(index)),
  );
  const mean = pets[0]!.pixels.map((_, at) =>
    pets.reduce((sum, { pixels }) => sum + pixels[at]!, 0) / pets.length
  );
  for (const { pixels } of pets) mean.forEach((m, at) => pixels[at]! -= m);
  let wrong = 0;
  for (let fold = 0; fold < folds; fold++) {
    // A whole round of breeds at a time, so that each fold has them all.
    const held = pets.filter((_, at) => Math.floor(at / 30) % folds === fold);
    const weights = fit(pets.filter((each) => !held.includes(each)));
    wrong += held.filter(({ pixels, target }) =>
      score(weights, pixels) > 0 !== target > 0
    ).length;
  }
  // Of 240, 96 are cats; a majority guess is wrong on 96.

  assert.ok(wrong / pets.length > 0.25, `${wrong} of ${pets.length} wrong`);
});

interface Pet {
  /** `[side * side * 3]`, from 0 to 1. */
  readonly pixels: Float64Array;
  /** 1 for a cat, -1 for a dog. */
  readonly target: 1 | -1;
}

async function pet(index: number): Promise<Pet> {
  const { name, bytes } = await drawPet(42, index);
  const raw = await sharp(bytes).resize(side, side).raw().toBuffer();
  return {
    pixels: Float64Array.from(raw, (value) => value / 255),
    target: /^[A-Z]/.test(name) ? 1 : -1,
  };
}

/** Logistic regression by gradient descent. */
function fit(pets: readonly Pet[]): Float64Array {
  const weights = new Float64Array(side * side * 3 + 1);
  for (let step = 0; step < 150; step++) {
    const gradient = new Float64Array(weights.length);
    for (const { pixels, target } of pets) {
      const pull = target / (1 + Math.exp(target * score(weights, pixels)));
      pixels.forEach((value, at) => gradient[at]! += pull * value);
      gradient[weights.length - 1]! += pull;
    }
    gradient.forEach((value, at) =>
      weights[at]! += (0.2 * value) / pets.length
    );
  }
  return weights;
}

function score(weights: Float64Array, pixels: Float64Array): number {
  return pixels.reduce(
    (sum, value, at) => sum + value * weights[at]!,
    weights[weights.length - 1]!,
  );
}
