/**
 * WebAssembly written out in TypeScript: enough of it for functions over bytes
 * in one memory, with vectors of 128 bits.
 *
 * Instructions are lists of bytes, which are put one after the other; names are
 * those of the text format.
 *
 * Source: WebAssembly Core Specification 2.0, chapter 5, "Binary Format".
 */

/** Bytes of instructions. */
export type Code = readonly number[];

/** What a local holds. */
export type Local = "i32" | "v128";

const TYPES: Readonly<Record<Local, number>> = { i32: 0x7f, v128: 0x7b };
/** A block that leaves nothing on the stack. */
const EMPTY = 0x40;

function unsigned(value: number): Code {
  return value < 0x80
    ? [value]
    : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const ends = value >= -0x40 && value < 0x40;
  return ends ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

/** A number of bytes or things, then those. */
function counted(things: readonly Code[]): Code {
  return [...unsigned(things.length), ...things.flat()];
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function text(value: string): Code {
  return counted([...new TextEncoder().encode(value)].map((byte) => [byte]));
}

/** So many bytes behind the address; no alignment of it is claimed. */
function behind(bytes: number): Code {
  return [0, ...unsigned(bytes)];
}

function vector(opcode: number): Code {
  return [0xfd, ...unsigned(opcode)];
}

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];

/** Does it all again for as long as `again` leaves something else than zero. */
export function loopWhile(body: Code, again: Code): Code {
  return [0x03, EMPTY, ...body, ...again, 0x0d, 0, 0x0b];
}

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  load: [0x28, ...behind(0)],
  lessThan: [0x49],
  add: [0x6a],
} as const;

export const v128 = {
  const: (bytes: Code): Code => [...vector(0x0c), ...bytes],
  load: [...vector(0x00), ...behind(0)],
  load64Zero: [...vector(0x5d), ...behind(0)],
  load32Splat: (offset: number): Code => [...vector(0x09), ...behind(offset)],
  store: [...vector(0x0b), ...behind(0)],
  /** Stores the first four bytes. */
  store32: [...vector(0x5a), ...behind(0), 0],
} as const;

export const i8x16 = {
  narrow: vector(0x66),
  /** Takes bytes of two vectors: 0 to 15 are of the first. */
  shuffle: (lanes: Code): Code => [...vector(0x0d), ...lanes],
  /** Takes bytes of the first vector by the second's numbers; zero from 16 on. */
  swizzle: vector(0x0e),
} as const;
export const i16x8 = {
  narrow: vector(0x86),
  extendLow: vector(0x89),
  extendHigh: vector(0x8a),
} as const;
export const i32x4 = {
  splat: vector(0x11),
  shiftLeft: vector(0xab),
  shiftRight: vector(0xad),
  add: vector(0xae),
  /** Multiplies numbers of 16 bits, and adds each two that are neighbours. */
  dot: vector(0xba),
} as const;

/** A function that takes whole numbers and returns nothing. */
export interface WasmFunction {
  readonly name: string;
  readonly parameters: number;
  /** What is numbered after the parameters. */
  readonly locals: readonly Local[];
  readonly body: Code;
}

/** A module of functions that share a memory, which is exported as `memory`. */
export function wasmModule(
  functions: readonly WasmFunction[],
): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...counted(Array.from({ length: parameters }, () => [TYPES.i32])),
    0,
  ]);
  const exported = functions.map(
    ({ name }, at) => [...text(name), 0x00, ...unsigned(at)],
  );
  const bodies = functions.map(({ locals, body }) => {
    const code = [
      ...counted(locals.map((local) => [1, TYPES[local]])),
      ...body,
      0x0b,
    ];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, counted(types)),
    ...section(3, counted(functions.map((_, at) => unsigned(at)))),
    ...section(5, counted([[0x00, 1]])),
    ...section(7, counted([...exported, [...text("memory"), 0x02, 0]])),
    ...section(10, counted(bodies)),
  ]);
}
