import {
  type Code,
  get,
  i16x8,
  i32,
  i32x4,
  i8x16,
  type Local,
  loopWhile,
  set,
  v128,
  wasmModule,
} from "./_wasm.ts";

/** Weights are whole numbers of 2^-22, as Pillow has them. */
export const BITS = 22;
/** What a processor multiplies fastest has 16 bits: weights are two of 11. */
const LOW_BITS = BITS / 2;
const PAIR_BYTES = 8;

/** Bytes that a kernel may read or write beyond the last one it is to. */
export const SLACK = 16;

/** Rows that go through `across` at a time: weights are read once for all. */
export const ROWS_ACROSS = 4;

/**
 * Sums of bytes in 32-bit numbers, rounded to bytes. In JavaScript they take
 * five times as long, and what waits for them then is the next photograph.
 *
 * All parameters are addresses of the memory, or bytes between two of them.
 * Weights are those of {@linkcode pairedWeights}.
 */
export interface ResampleKernels {
  readonly memory: WebAssembly.Memory;
  /**
   * Four rows of results out of four of RGB bytes, `line` bytes apart. For each
   * pixel there is a place, where the first pixel of its sum begins in the
   * first row, and a row of `width` bytes of weights. Results are `stride` bytes
   * apart: a byte more than they need, or further.
   */
  across(
    places: number,
    placesEnd: number,
    weights: number,
    width: number,
    line: number,
    to: number,
    stride: number,
  ): void;
  /** One row of bytes out of as many rows, `stride` bytes apart, as weights. */
  down(
    from: number,
    stride: number,
    weights: number,
    weightsEnd: number,
    to: number,
    end: number,
  ): void;
}

/**
 * Weights as the kernels read them, two at a time: their high halves, then
 * their low ones. Four bytes a weight, as before.
 */
export function pairedWeights(weights: Int32Array): Int16Array {
  const paired = new Int16Array(2 * weights.length);
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at] ?? 0;
    const to = 2 * at - at % 2;
    paired[to] = weight >> LOW_BITS;
    paired[to + 2] = weight & ((1 << LOW_BITS) - 1);
  }
  return paired;
}

const HALF = [...i32.const(1 << (BITS - 1)), ...i32x4.splat];

function advance(local: number, by: Code): Code {
  return [...get(local), ...by, ...i32.add, ...set(local)];
}

function before(local: number, end: number): Code {
  return [...get(local), ...get(end), ...i32.lessThan];
}

/** A sum of high halves and one of low halves. */
type Sum = readonly [high: number, low: number];

function zeroed([high, low]: Sum): Code {
  return [
    ...[...i32.const(0), ...i32x4.splat, ...set(high)],
    ...[...HALF, ...set(low)],
  ];
}

function loadWeights(from: number, [high, low]: Sum): Code {
  return [
    ...[...get(from), ...v128.load32Splat(0), ...set(high)],
    ...[...get(from), ...v128.load32Splat(4), ...set(low)],
  ];
}

/** Adds pairs of numbers times a pair of weights. */
function addTo(sum: Sum, weights: Sum, pairs: number): Code {
  return sum.flatMap((half, at) => [
    ...[...get(pairs), ...get(weights[at] ?? 0), ...i32x4.dot],
    ...[...get(half), ...i32x4.add, ...set(half)],
  ]);
}

function rounded([high, low]: Sum): Code {
  return [
    ...[...get(high), ...i32.const(LOW_BITS), ...i32x4.shiftLeft],
    ...[...get(low), ...i32x4.add],
    ...[...i32.const(BITS), ...i32x4.shiftRight],
  ];
}

/** Takes no byte: zero. */
const NONE = 0x80;
/** Two pixels side by side: red, red, green, green, blue, blue, of 16 bits. */
const PIXELS = [0, 3, 1, 4, 2, 5, NONE, NONE].flatMap((byte) => [byte, NONE]);

function across(): Code {
  const [place, placesEnd, weights, width] = [0, 1, 2, 3];
  const [line, to, stride] = [4, 5, 6];
  const [weightsEnd, result, ...froms] = [7, 8, 9, 10, 11, 12];
  const [order, pixels] = [13, 14];
  const pair: Sum = [15, 16];
  const sums: readonly Sum[] = [[17, 18], [19, 20], [21, 22], [23, 24]];
  const rows = sums.map((sum, at) => ({ sum, from: froms[at] ?? 0 }));

  const begin = rows.flatMap(({ sum, from }, at) => [
    ...at === 0
      ? [...get(place), ...i32.load]
      : [...get(from - 1), ...get(line), ...i32.add],
    ...set(from),
    ...zeroed(sum),
  ]);
  const taps = [
    ...loadWeights(weights, pair),
    ...advance(weights, i32.const(PAIR_BYTES)),
    ...rows.flatMap(({ sum, from }) => [
      ...[...get(from), ...v128.load64Zero, ...get(order)],
      ...[...i8x16.swizzle, ...set(pixels)],
      ...addTo(sum, pair, pixels),
      ...advance(from, i32.const(6)),
    ]),
  ];
  // A fourth byte goes with the three, and the next pixel writes over it.
  const end = rows.flatMap(({ sum }) => [
    ...[...get(result), ...rounded(sum), ...get(pixels), ...i16x8.narrow],
    ...[...get(pixels), ...i8x16.narrow, ...v128.store32],
    ...advance(result, get(stride)),
  ]);
  return [
    // Kept in a local: a shuffle would load its order again for each pixel.
    ...[...v128.const(PIXELS), ...set(order)],
    ...loopWhile([
      ...begin,
      ...[...get(weights), ...get(width), ...i32.add, ...set(weightsEnd)],
      ...loopWhile(taps, before(weights, weightsEnd)),
      ...[...get(to), ...set(result)],
      ...end,
      ...advance(to, i32.const(3)),
      ...advance(place, i32.const(4)),
    ], before(place, placesEnd)),
  ];
}

/** Bytes of two rows side by side, from a column of the 16 on. */
function rowsFrom(column: number): Code {
  return Array.from(
    { length: 16 },
    (_, at) => column + at % 2 * 16 + Math.floor(at / 2),
  );
}

function down(): Code {
  const [column, stride, weights, weightsEnd, to, end] = [0, 1, 2, 3, 4, 5];
  const [from, tap, upper, lower, pairs] = [6, 7, 8, 9, 10];
  const weight: Sum = [11, 12];
  const sums: readonly Sum[] = [[13, 14], [15, 16], [17, 18], [19, 20]];
  const load = (row: number) => [
    ...[...get(from), ...v128.load, ...set(row)],
    ...advance(from, get(stride)),
  ];
  const taps = [
    ...load(upper),
    ...load(lower),
    ...loadWeights(tap, weight),
    ...sums.flatMap((sum, at) => [
      ...[...get(upper), ...get(lower)],
      ...i8x16.shuffle(rowsFrom(at < 2 ? 0 : 8)),
      ...at % 2 === 0 ? i16x8.extendLow : i16x8.extendHigh,
      ...set(pairs),
      ...addTo(sum, weight, pairs),
    ]),
    ...advance(tap, i32.const(PAIR_BYTES)),
  ];
  const [first = [], second = [], third = [], fourth = []] = sums.map(rounded);
  return loopWhile([
    ...[...get(column), ...set(from), ...get(weights), ...set(tap)],
    ...sums.flatMap(zeroed),
    ...loopWhile(taps, before(tap, weightsEnd)),
    ...[...get(to), ...first, ...second, ...i16x8.narrow],
    ...[...third, ...fourth, ...i16x8.narrow, ...i8x16.narrow, ...v128.store],
    ...advance(column, i32.const(16)),
    ...advance(to, i32.const(16)),
  ], before(to, end));
}

function vectors(count: number): readonly Local[] {
  return Array<Local>(count).fill("v128");
}

const MODULE = wasmModule([
  {
    name: "across",
    parameters: 7,
    locals: [...Array<Local>(6).fill("i32"), ...vectors(12)],
    body: across(),
  },
  {
    name: "down",
    parameters: 6,
    locals: ["i32", "i32", ...vectors(13)],
    body: down(),
  },
]);

/** Kernels with a memory of their own, which only grows. */
export function resampleKernels(): ResampleKernels {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(MODULE));
  // The module above says so; TypeScript cannot read it.
  return exports as unknown as ResampleKernels;
}
