// One claim, and no list around it.
// at: expect
// says: Type 'Claim' is missing the following properties from type 'readonly Claim[]': length, concat, ….
import { errorRate, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({
  ...pets.spec,
  metrics: [errorRate()],
  expect: errorRate.below(0.08),
});
