import { z } from "zod";

/** What every split by chance lets you choose. */
export interface ShareOptions {
  /** The share that validates, above 0 and below 1. */
  readonly valid: number;
  /** The share kept for the end; 0 unless told. */
  readonly test?: number;
  /** Another seed, another division. */
  readonly seed: number;
}

/** The schema of `ShareOptions`. */
export const shares = {
  valid: z.number().gt(0).lt(1),
  test: z.number().min(0).lt(1).default(0),
  seed: z.int().nonnegative(),
};

/** Shares of the whole, as checked. */
export interface Shares {
  readonly valid: number;
  readonly test: number;
}

/** Whether the shares leave something to train on. */
export function leaveSomeToTrain({ valid, test }: Shares): boolean {
  return valid + test < 1;
}

/** What to say when they do not. */
export const nothingToTrain =
  "valid and test must add up to less than 1, so that some items train";
