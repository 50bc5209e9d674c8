// An architecture under the key of the input.
// at: input
// says: Type '"architecture"' is not assignable to type '"input"'.
import { pipeline, resnet18 } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, input: resnet18() });
