import { z } from "zod";
import type { ArchitectureBehaviour } from "../../../flow/stage/architecture.ts";
import type { HeadPlan } from "./head.ts";

/** What fastai's head on top of a body may be told. */
export interface HeadOptions {
  /**
   * Units of the layer between body and output, or of each if there are
   * several or none; 512 by default. fastai's `lin_ftrs`.
   */
  readonly hidden?: number | readonly number[];
  /**
   * Share of the values that are zeroed in training before the last layer,
   * half as many before others; 0.5 by default. fastai's `ps`.
   */
  readonly dropout?: number;
  /**
   * Where a number to predict lies, such as `[0.5, 5.5]` for stars from 1 to
   * 5; anywhere by default. For losses of numbers alone. fastai's `y_range`.
   */
  readonly yRange?: readonly [low: number, high: number];
}

const units = z.int().positive().max(100_000);

/** Units of one layer, or of each. */
export const hidden = z.union([units, z.array(units).max(8).readonly()], {
  error: "must be units of one layer from 1 to 100000, or a list of them",
});

/** The settings of {@linkcode HeadOptions} but `hidden`; absent unless given. */
export const headParams = {
  dropout: z.number().min(0).lt(1).optional(),
  yRange: z.tuple([z.number(), z.number()]).readonly().refine(
    ([low, high]) => low < high,
    "the first of yRange must be less than the second",
  ).optional(),
};

/** What a behaviour says of the range that a head was told, if it was. */
export function rangeOf(
  { yRange }: Pick<HeadPlan, "yRange">,
): Pick<ArchitectureBehaviour, "range"> {
  return yRange === undefined ? {} : { range: yRange };
}
