/**
 * How the kernels that share memory deal out their work. A group of invocations
 * makes a tile of a matrix product [rows, inner] [inner, columns]: it brings a
 * slice of both factors into memory that it shares, multiplies what it brought,
 * and goes on to the next slice.
 *
 *                    inner  columns of a group: across x 4
 *                     ┌──────────────┐
 *               slice │░░░░░░░░░░░░░░│
 *                     └──────────────┘
 *              slice
 *              ┌───┐  ┌──┬──┬──┬──┬──┐
 *        rows  │░░░│  │  │  │██│  │  │  one invocation: four columns of some
 *      of a    │░░░│  │  │  │  │  │  │  rows, which lie `down` apart
 *      group   │░░░│  │  │  │██│  │  │
 *              └───┘  └──┴──┴──┴──┴──┘
 *
 * @module
 */

/** Invocations in a group: four of a GPU's vector units that are 32 wide. */
export const SHARED_WORKGROUP = 128;

/** Numbers of the inner dimension that are in shared memory at a time. */
export const SLICE = 16;

/** How the invocations of a group stand; `across` times `down` is all of them. */
export interface SharedTile {
  /** Fours of columns, one for each invocation beside another. */
  readonly across: number;
  /** Invocations below one another. */
  readonly down: number;
}

const WIDE: SharedTile = { across: 16, down: 8 };
/** For results of few channels, of which a wide tile would be mostly unused. */
const NARROW: SharedTile = { across: 4, down: 32 };

/** Channels of the result from which on tiles are wide. */
const WIDE_FROM = 48;

/** The tile for a result of so many channels. */
export function chooseSharedTile(outChannels: number): SharedTile {
  return outChannels >= WIDE_FROM ? WIDE : NARROW;
}
