// A schedule under the key of the split.
// at: split
// says: Type '"fit"' is not assignable to type '"split"'.
import { oneCycle, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, split: oneCycle(1) });
