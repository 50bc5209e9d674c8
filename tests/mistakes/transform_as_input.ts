// A transform under the key of the input.
// at: input
// says: Type '"transforms"' is not assignable to type '"input"'.
import { flip, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, input: flip() });
