// A loss under the key of the schedule.
// at: fit
// says: Type '"loss"' is not assignable to type '"fit"'.
import { crossEntropy, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, fit: crossEntropy() });
