/**
 * What fastai's own `lr_find` recorded and suggested, see `make.py` beside the
 * file.
 *
 * @module
 */
import curves from "../../fixtures/lr_find/curves.json" with { type: "json" };
import type { RateTrialOptions } from "../../../src/engine/rates/trial.ts";
import type { Suggestions } from "../../../src/engine/rates/suggest.ts";

/** One run of fastai. */
export interface Recorded {
  readonly about: string;
  readonly options: RateTrialOptions;
  /** Of each batch. */
  readonly losses: readonly number[];
  readonly rates: readonly number[];
  readonly smoothed: readonly number[];
  readonly suggestions: {
    readonly [Name in keyof Suggestions]: {
      readonly rate: number;
      /** A rate, and the loss there. */
      readonly point: readonly number[];
    } | null;
  };
}

/** Python writes `inf` and `nan`. */
const numbers = (values: readonly (number | string)[]) =>
  values.map((value) => value === "inf" ? Infinity : Number(value));

/** All of them. */
export const RECORDED: readonly Recorded[] = curves.map((curve) => ({
  ...curve,
  losses: numbers(curve.losses),
  rates: numbers(curve.rates),
  smoothed: numbers(curve.smoothed),
}));

/** Equal but for the rounding of 32-bit floats that fastai keeps. */
export function close(a: number, b: number, relative: number): boolean {
  return Object.is(a, b) || a === b ||
    Math.abs(a - b) <= relative * Math.abs(b);
}
