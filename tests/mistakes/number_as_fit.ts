// A number of epochs in the place of a schedule.
// at: fit
// says: Type 'number' is not assignable to type 'Schedule<Scratch>'.
import { pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, fit: 3 });
