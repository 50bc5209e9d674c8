import { z } from "zod";
import type { Callback } from "../../flow/stage/callback.ts";
import { accumulateGradientsValue } from "./callbacks/accumulate_gradients.ts";
import { clipGradientsValue } from "./callbacks/clip_gradients.ts";
import { earlyStoppingValue } from "./callbacks/early_stopping.ts";
import { keepBestValue } from "./callbacks/keep_best.ts";
import { reduceOnPlateauValue } from "./callbacks/reduce_on_plateau.ts";

const callback = z.discriminatedUnion("op", [
  earlyStoppingValue,
  keepBestValue,
  reduceOnPlateauValue,
  clipGradientsValue,
  accumulateGradientsValue,
]);

/** Of which a second one would undo the first, or mean nothing. */
const single = ["keepBest", "clipGradients", "accumulateGradients"];

/** The schema of the callbacks of a schedule. */
export const callbacks: z.ZodType<
  readonly Callback[],
  readonly z.input<typeof callback>[]
> = z.array(callback).superRefine((list, context) => {
  for (const op of single) {
    if (list.filter((each) => each.op === op).length < 2) continue;
    context.addIssue({ code: "custom", message: `${op}() is given twice` });
  }
});
