// A schedule under the key of the loss.
// at: loss
// says: Type '"fit"' is not assignable to type '"loss"'.
import { oneCycle, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, loss: oneCycle(1) });
