// A split under the key of the schedule.
// at: fit
// says: Type '"split"' is not assignable to type '"fit"'.
import { pipeline, random } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, fit: random({ valid: 0.2, seed: 42 }) });
