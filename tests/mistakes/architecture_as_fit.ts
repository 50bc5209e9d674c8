// An architecture under the key of the schedule.
// at: fit
// says: Type '"architecture"' is not assignable to type '"fit"'.
import { pipeline, resnet18 } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, fit: resnet18() });
