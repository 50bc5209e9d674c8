import {
  type Code,
  get,
  i16x8,
  i32,
  i32x4,
  i8x16,
  loopWhile,
  set,
  v128,
  wasmModule,
} from "./_wasm.ts";

/** Weights are whole numbers of 2^-22, as Pillow has them. */
export const BITS = 22;

/** Bytes that a kernel may read or write beyond the last one it is to. */
export const SLACK = 16;

/**
 * Sums of bytes in 32-bit numbers, rounded to bytes. In JavaScript they take
 * four times as long, and what waits for them then is the next photograph.
 *
 * All parameters are addresses of the memory, or bytes between two of them.
 */
export interface ResampleKernels {
  readonly memory: WebAssembly.Memory;
  /**
   * One row of results out of RGB bytes. For each pixel there is a place, where
   * the first pixel of its sum begins, and a row of `width` bytes of weights.
   */
  across(
    places: number,
    placesEnd: number,
    weights: number,
    width: number,
    to: number,
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

const HALF = [...i32.const(1 << (BITS - 1)), ...i32x4.splat];

function advance(local: number, by: Code): Code {
  return [...get(local), ...by, ...i32.add, ...set(local)];
}

function before(local: number, end: number): Code {
  return [...get(local), ...get(end), ...i32.lessThan];
}

/** Adds what is on the stack, four bytes as numbers, times the weight. */
function addTo(sum: number, weight: number, bytes: Code): Code {
  return [
    ...bytes,
    ...get(weight),
    ...i32x4.mul,
    ...get(sum),
    ...i32x4.add,
    ...set(sum),
  ];
}

function rounded(sum: number): Code {
  return [...get(sum), ...i32.const(BITS), ...i32x4.shiftRight];
}

function across(): Code {
  const [place, placesEnd, weights, width, to] = [0, 1, 2, 3, 4];
  const [from, weightsEnd, sum, weight] = [5, 6, 7, 8];
  const pixel = [
    ...get(from),
    ...v128.load32Zero,
    ...i16x8.extendLow,
    ...i32x4.extendLow,
  ];
  const tap = [
    ...[...get(weights), ...v128.load32Splat, ...set(weight)],
    ...addTo(sum, weight, pixel),
    ...advance(from, i32.const(3)),
    ...advance(weights, i32.const(4)),
  ];
  return loopWhile([
    ...[...get(place), ...i32.load, ...set(from)],
    ...[...get(weights), ...get(width), ...i32.add, ...set(weightsEnd)],
    ...[...HALF, ...set(sum)],
    ...loopWhile(tap, before(weights, weightsEnd)),
    // A fourth byte goes with the three, and the next pixel writes over it.
    ...get(to),
    ...[...rounded(sum), ...get(sum), ...i16x8.narrow],
    ...[...get(sum), ...i8x16.narrow],
    ...v128.store32,
    ...advance(to, i32.const(3)),
    ...advance(place, i32.const(4)),
  ], before(place, placesEnd));
}

function down(): Code {
  const [column, stride, weights, weightsEnd, to, end] = [0, 1, 2, 3, 4, 5];
  const [from, tap, bytes, weight, ...sums] = [6, 7, 8, 9, 10, 11, 12, 13];
  const halves = [i16x8.extendLow, i16x8.extendHigh];
  const quarters = halves.flatMap((half) =>
    [i32x4.extendLow, i32x4.extendHigh].map((
      quarter,
    ) => [...get(bytes), ...half, ...quarter])
  );
  const row = [
    ...[...get(from), ...v128.load, ...set(bytes)],
    ...[...get(tap), ...v128.load32Splat, ...set(weight)],
    ...sums.flatMap((sum, at) => addTo(sum, weight, quarters[at] ?? [])),
    ...advance(from, get(stride)),
    ...advance(tap, i32.const(4)),
  ];
  const [first, second, third, fourth] = sums.map(rounded);
  return loopWhile([
    ...[...get(column), ...set(from), ...get(weights), ...set(tap)],
    ...sums.flatMap((sum) => [...HALF, ...set(sum)]),
    ...loopWhile(row, before(tap, weightsEnd)),
    ...get(to),
    ...[...first ?? [], ...second ?? [], ...i16x8.narrow],
    ...[...third ?? [], ...fourth ?? [], ...i16x8.narrow],
    ...i8x16.narrow,
    ...v128.store,
    ...advance(column, i32.const(16)),
    ...advance(to, i32.const(16)),
  ], before(to, end));
}

const MODULE = wasmModule([
  {
    name: "across",
    parameters: 5,
    locals: ["i32", "i32", "v128", "v128"],
    body: across(),
  },
  {
    name: "down",
    parameters: 6,
    locals: ["i32", "i32", "v128", "v128", "v128", "v128", "v128", "v128"],
    body: down(),
  },
]);

/** Kernels with a memory of their own, which only grows. */
export function resampleKernels(): ResampleKernels {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(MODULE));
  // The module above says so; TypeScript cannot read it.
  return exports as unknown as ResampleKernels;
}
