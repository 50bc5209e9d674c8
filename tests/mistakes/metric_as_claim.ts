// A metric under expect, and nothing claimed of it.
// at: errorRate()
// says: Type 'Metric<Category>' is missing the following properties from type 'Claim': about, relation, bound
import { errorRate, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, metrics: [errorRate()], expect: [errorRate()] });
