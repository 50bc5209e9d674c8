/**
 * How the kernels that share memory deal out their work. A group of invocations
 * makes a tile of a matrix product [rows, inner] [inner, columns]: it brings a
 * slice of both factors into memory that it shares, multiplies what it brought,
 * and goes on to the next slice. While it multiplies one, it waits for the next.
 *
 *                    inner  columns of a group: across x fours x 4
 *                     ┌──────────────┐
 *               slice │░░░░░░░░░░░░░░│
 *                     └──────────────┘
 *              slice
 *              ┌───┐  ┌──┬──┬──┬──┬──┐
 *        rows  │░░░│  │  │██│  │  │██│  one invocation: some fours of columns,
 *      of a    │░░░│  │  │  │  │  │  │  which lie `across` apart, of some rows,
 *      group   │░░░│  │  │██│  │  │██│  which lie `down` apart
 *              └───┘  └──┴──┴──┴──┴──┘
 *
 * @module
 */

/** Numbers of the inner dimension that are in shared memory at a time. */
export const SLICE = 16;

/** How the invocations of a group stand; `across` times `down` is all of them. */
export interface SharedTile {
  /** Invocations beside one another. */
  readonly across: number;
  /** Invocations below one another. */
  readonly down: number;
  /** Fours of columns that one invocation holds. */
  readonly fours: number;
  /** Rows that one invocation holds; a multiple of four. */
  readonly rows: number;
}

// Measured on an NVIDIA H200, whose multiply-adds reach 38 TFLOP/s, at the layers
// of a ResNet-34. Convolutions: 27 to 30 TFLOP/s, 20 to 28 with 8 x 8 numbers in
// an invocation. Gradients of filters: 23 to 28, and 28 to 30 with the large tile
// where it is filled.
const CONVOLUTION: SharedTile = { across: 16, down: 8, fours: 1, rows: 8 };
const FILTER: SharedTile = { across: 8, down: 16, fours: 2, rows: 4 };
const LARGE_FILTER: SharedTile = { across: 16, down: 16, fours: 2, rows: 8 };
/** For results of few channels, of which a wide tile would be mostly unused. */
const NARROW: SharedTile = { across: 4, down: 32, fours: 1, rows: 4 };

/** Channels of the result from which on tiles are wide, and large. */
const [WIDE_FROM, LARGE_FROM] = [48, 112];

/** The tile for a result of so many channels. */
export function chooseSharedTile(outChannels: number): SharedTile {
  return outChannels >= WIDE_FROM ? CONVOLUTION : NARROW;
}

/** The tile for the gradient of a filter to so many channels. */
export function chooseSharedFilterTile(outChannels: number): SharedTile {
  if (outChannels >= LARGE_FROM) return LARGE_FILTER;
  return outChannels >= WIDE_FROM ? FILTER : NARROW;
}

/** Enough groups for a large GPU. */
const WANTED_GROUPS = 512;
/** Slices of a part: each costs a result to write and to add up. */
const LEAST_SLICES = 16;

/**
 * How many slices of the inner dimension each part of the sum gets: where there
 * are too few groups to keep a GPU busy, more of them do a part each.
 */
export function chooseSlicesInPart(
  slices: number,
  groupsInPart: number,
): number {
  const even = Math.ceil(slices / Math.ceil(WANTED_GROUPS / groupsInPart));
  return Math.min(slices, Math.max(even, LEAST_SLICES));
}
