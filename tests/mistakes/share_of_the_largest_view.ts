// The largest of all views has no share of the plain one.
// at: beta
// says: Object literal may only specify known properties, and 'beta' does not exist in type '{ readonly passes?: number; readonly combine: "max"; }'.
import { flip, pipeline, testTimeAugmentation } from "leat";
import { pets } from "./_bases.ts";

pipeline({
  ...pets.spec,
  transforms: [flip(), testTimeAugmentation({ combine: "max", beta: 0.5 })],
});
