/**
 * Weights, images, labels and signs out of names and indices, bit by bit as in
 * tests/fixtures/torchvision_parity/make.py.
 *
 * @module
 */

/** 32 random bits an index: murmur3's finaliser over a hash of the name. */
export function mixed(name: string, count: number): Uint32Array {
  let seed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) {
    seed = Math.imul(seed ^ byte, 0x01000193); // FNV-1a
  }
  const bits = new Uint32Array(count);
  for (let at = 0; at < count; at++) {
    let x = (Math.imul(at, 0x9e3779b1) + seed) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    bits[at] = x ^ (x >>> 16);
  }
  return bits;
}

/** Numbers in [-1, 1), each of 24 bits, and what is made of them. */
export function uniform(
  name: string,
  count: number,
  made = (u: number) => u,
): Float32Array {
  const bits = mixed(name, count);
  const values = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    values[at] = made(((bits[at] ?? 0) >>> 8) / 2 ** 23 - 1);
  }
  return values;
}

/** Signs of a product with a vector: bits of one hash an index. */
const PROBES = 4;

/** The length of a vector, and its products with vectors of signs. */
export function probe(name: string, values: Float32Array): readonly number[] {
  const bits = mixed(`probe/${name}`, values.length);
  const dots = new Float64Array(PROBES);
  let square = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    const word = bits[at] ?? 0;
    square += value * value;
    for (let probe = 0; probe < PROBES; probe++) {
      const minus = (word >>> (31 - probe)) & 1;
      dots[probe] = (dots[probe] ?? 0) + (minus ? -value : value);
    }
  }
  return [Math.sqrt(square), ...dots];
}

/** What a variable starts from, by name and torch's shape, in torch's order. */
export function startOf(
  seed: number,
  name: string,
  shape: readonly number[],
): Float32Array {
  const count = shape.reduce((size, side) => size * side, 1);
  const of = (made: (u: number) => number) =>
    uniform(`${seed}/${name}`, count, made);
  if (name.endsWith("running_mean")) return of((u) => 0.1 * u);
  if (name.endsWith("running_var")) return of((u) => 1 + 0.5 * u);
  if (shape.length > 1) {
    const fan = count / (shape[0] ?? 1);
    return of((u) => Math.sqrt(6 / fan) * u);
  }
  // Blocks that add little: a step changes the loss a little.
  const share = /bn[23]/.test(name) ? 4 : 1;
  if (name.endsWith("weight")) return of((u) => (1 + 0.1 * u) / share);
  if (name.startsWith("head")) return of((u) => 0.1 * u);
  const least = name.startsWith("layer4") && !name.includes("bn1") ? 0.5 : 1.5;
  return of((u) => (u < 0 ? u - 1 : u + 1) * least / share);
}
