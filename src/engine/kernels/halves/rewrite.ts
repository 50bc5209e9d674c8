/**
 * Rewrites a shader, which is written as if all its numbers were floats, for
 * buffers of halves: four of them are a `vec2<i32>`.
 *
 *     let a = x[at + 1];          let a = fromHalves(x[at + 1]);
 *     result[at] = a * 2.0;       result[at] = toHalves(a * 2.0);
 *
 * One generator writes both forms of a kernel that way.
 *
 * @module
 */

/** WGSL of the conversion from halves. */
export const FROM_HALVES = `
  fn fromHalves(halves : vec2<i32>) -> vec4<f32> {
    let words = bitcast<vec2<u32>>(halves);
    return vec4(unpack2x16float(words.x), unpack2x16float(words.y));
  }`;

/**
 * WGSL of the conversion to halves: to the nearest, ties to even, and what is
 * too large to infinity. `pack2x16float()` alone does so on some adapters; WGSL
 * leaves open both how it rounds and what becomes of too large numbers, and by
 * those an overflow is found. Only what is below 2^-14 is rounded as the adapter
 * does it.
 */
export const TO_HALVES = `
  fn halfPair(pair : vec2<f32>) -> i32 {
    let bits = bitcast<vec2<u32>>(pair);
    let size = bits & vec2(0x7fffffffu);
    let fits = size < vec2(0x477ff000u);
    let cut = (bits + 0xfffu + ((bits >> vec2(13u)) & vec2(1u))) & vec2(0xffffe000u);
    let rounded = select(bits, cut, size >= vec2(0x38800000u));
    let packed = pack2x16float(bitcast<vec2<f32>>(select(vec2(0u), rounded, fits)));
    let special = select(vec2(0x7c00u), vec2(0x7e00u), size > vec2(0x7f800000u));
    let large = select(((bits >> vec2(16u)) & vec2(0x8000u)) | special, vec2(0u), fits);
    return bitcast<i32>(packed | large.x | (large.y << 16u));
  }
  fn toHalves(value : vec4<f32>) -> vec2<i32> {
    return vec2(halfPair(value.xy), halfPair(value.zw));
  }`;

const PAIRS: Readonly<Record<string, number>> = {
  "(": 1,
  "[": 1,
  "{": 1,
  ")": -1,
  "]": -1,
  "}": -1,
};

/** Where the expression that begins at `from` ends: before what closes it, or `;`. */
function endOf(code: string, from: number): number {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    const character = code[at] ?? "";
    depth += PAIRS[character] ?? 0;
    if (depth < 0 || (depth === 0 && character === ";")) return at;
  }
  throw new SyntaxError(`Cannot read a shader: "${code.slice(from)}" is open`);
}

/** The same WGSL, where `name` is a buffer of halves that is read. */
export function readHalves(code: string, name: string): string {
  const read = new RegExp(`(?<![\\w.])${name}\\[`, "g");
  let written = "";
  let from = 0;
  for (const { index, 0: { length } } of code.matchAll(read)) {
    // Of reads within a place that is read, which is none of a float's.
    if (index < from) {
      throw new SyntaxError(`Cannot read "${name}" by its own numbers`);
    }
    const end = endOf(code, index + length) + 1;
    written += `${code.slice(from, index)}fromHalves(${
      code.slice(index, end)
    })`;
    from = end;
  }
  return written + code.slice(from);
}

/**
 * The same WGSL, where `result` is a buffer of halves.
 *
 * @throws {SyntaxError} when the shader reads what it wrote
 */
export function writeHalves(code: string): string {
  const write = /(?<![\w.])result\[/g;
  let written = "";
  let from = 0;
  for (const { index, 0: { length } } of code.matchAll(write)) {
    const place = endOf(code, index + length) + 1;
    const equals = /^\s*=(?!=)/.exec(code.slice(place));
    if (equals === null) {
      throw new SyntaxError("Cannot read a result of halves: it is written");
    }
    const value = place + equals[0].length;
    const end = endOf(code, value);
    written += `${code.slice(from, value)} toHalves(${
      code.slice(value, end).trim()
    })`;
    from = end;
  }
  return written + code.slice(from);
}
