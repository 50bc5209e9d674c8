// A metric under the key of the loss.
// at: loss
// says: Type '"metrics"' is not assignable to type '"loss"'.
import { errorRate, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, loss: errorRate() });
