// A loss defined as a metric.
// at: return
// says: Type '"metrics"' is not assignable to type '"loss"'.
import { type Category, defineStage, type Loss } from "leat";
import { z } from "zod";

const squaresStage = defineStage("metrics", {
  op: "squares",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    targets: ["category"],
    better: "lower",
    compute: () => 0,
  }),
});

export function squares(): Loss<Category> {
  return squaresStage({});
}
