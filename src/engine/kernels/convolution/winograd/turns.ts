import { range } from "../../_text.ts";

/** Images of a batch that are done in one go. */
export interface Images {
  readonly first: number;
  readonly count: number;
}

/** Numbers of the transformed tiles that are made in one go: 16 MiB. */
export const MOST = 2 ** 22;

/** The images of a batch, as many at a time as there is room for; at least one. */
export function inTurns(
  batch: number,
  numbersOfImage: number,
  most: number,
): readonly Images[] {
  const count = Math.max(1, Math.floor(most / numbersOfImage));
  return range(Math.ceil(batch / count)).map((turn) => ({
    first: turn * count,
    count: Math.min(count, batch - turn * count),
  }));
}
