import type { Random } from "../../../base/random/random.ts";

/** Draws the first values of a variable. */
export type Initializer = (
  random: Random,
  shape: readonly number[],
) => Float32Array;

/** How many values a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

/** The same value everywhere. */
export function filled(value: number): Initializer {
  return (_random, shape) => new Float32Array(sizeOf(shape)).fill(value);
}

/**
 * He's normal initialisation: deviation `sqrt(2 / fan)`. In tfjs' layouts the
 * last side is what a weight feeds; the others are what it reads.
 *
 * Source: He et al., "Delving deep into rectifiers", 2015, equation 10; torch's
 * `kaiming_normal_`. torchvision's convolutions take the fan of the outputs,
 * fastai's head the fan of the inputs.
 */
export function kaimingNormal(fan: "in" | "out"): Initializer {
  return (random, shape) => {
    const reads = sizeOf(shape.slice(0, -1));
    const kernel = sizeOf(shape.slice(0, -2));
    const count = fan === "in" ? reads : kernel * (shape.at(-1) ?? 1);
    const deviation = Math.sqrt(2 / count);
    return Float32Array.from(
      { length: sizeOf(shape) },
      () => deviation * random.normal(),
    );
  };
}

/** Uniform in plus or minus `1 / sqrt(fan)`: torch's default for a linear layer. */
export function torchUniform(fan: number): Initializer {
  const bound = 1 / Math.sqrt(fan);
  return (random, shape) =>
    Float32Array.from(
      { length: sizeOf(shape) },
      () => random.uniform(-bound, bound),
    );
}

/**
 * A normal cut off at two deviations by taking the remainder, times 0.01:
 * fastai's embeddings.
 */
export function embeddingNormal(): Initializer {
  return (random, shape) =>
    Float32Array.from(
      { length: sizeOf(shape) },
      () => (random.normal() % 2) * 0.01,
    );
}
