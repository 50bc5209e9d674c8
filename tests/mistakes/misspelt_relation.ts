// A claim of a kind that there is not.
// at: under
// says: Property 'under' does not exist on type 'typeof errorRate'.
import { errorRate, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({
  ...pets.spec,
  metrics: [errorRate()],
  expect: [errorRate.under(0.08)],
});
