import assert from "node:assert/strict";
import { Random } from "../../../src/base/random/random.ts";
import { stream } from "../../../src/base/random/stream.ts";
import type {
  Affine,
  Lighting,
  TransformBehaviour,
} from "../../../src/flow/stage/transform.ts";
import { refusing } from "../_refusals.ts";

/** A stage of transforms. */
interface HasBehaviour {
  readonly behaviour: TransformBehaviour;
}

/** A source of chance whose draws are given. */
export class Scripted extends Random {
  readonly #draws: number[];

  constructor(...draws: readonly number[]) {
    super([0, 0], [0, 0]);
    this.#draws = [...draws];
  }

  override float(): number {
    const draw = this.#draws.shift();
    if (draw === undefined) throw new Error("no draw was expected");
    return draw;
  }
}

/** The matrix that a transform draws. */
export function matrix({ behaviour }: HasBehaviour, random: Random): Affine {
  assert.ok("affine" in behaviour);
  assert.equal(behaviour.when, "train");
  return behaviour.affine(random);
}

/** The light that a transform draws. */
export function light({ behaviour }: HasBehaviour, random: Random): Lighting {
  assert.ok("lighting" in behaviour);
  assert.equal(behaviour.when, "train");
  return behaviour.lighting(random);
}

/** One source of chance each for many images. */
export function images(count: number): readonly Random[] {
  return Array.from({ length: count }, (_, at) => stream(3, "image", at));
}

/** Where a matrix reads an output place. */
export function reads(
  [a, b, c, d, e, f]: Affine,
  x: number,
  y: number,
): readonly [number, number] {
  return [a * x + b * y + c, d * x + e * y + f];
}

/** Fails unless the share is that of a coin with this probability. */
export function assertShare(
  hits: number,
  count: number,
  probability: number,
): void {
  const deviation = Math.sqrt(count * probability * (1 - probability));
  // Five deviations; seeds are fixed, so it passes always or never.
  assert.ok(Math.abs(hits - count * probability) <= 5 * deviation, `${hits}`);
}

/** Fails unless numbers are equal but for rounding. */
export function assertNear(
  actual: readonly number[],
  expected: readonly number[],
): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, at) =>
    assert.ok(Math.abs(value - expected[at]!) < 1e-6, `${actual}`)
  );
}

/** Fails unless the settings are refused with a message that matches. */
export const assertRefuses = refusing("transforms");
