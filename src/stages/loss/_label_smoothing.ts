import { z } from "zod";

/** Settings of a loss of classes. */
export interface LabelSmoothingOptions {
  /**
   * How much of every label is shared out among all answers, 0 to below 1; 0
   * unless told, where labels are taken at their word. fastai's own is 0.1.
   */
  readonly labelSmoothing?: number;
}

/** The schema of it; 0 leaves no trace, as it is the same loss as without. */
export const labelSmoothingParams = z.strictObject({
  labelSmoothing: z.number().min(0).lt(1).exactOptional(),
}).overwrite((params) => params.labelSmoothing === 0 ? {} : params);
