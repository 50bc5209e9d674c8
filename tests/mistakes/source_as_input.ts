// A source under the key of the input.
// at: input
// says: Type '"source"' is not assignable to type '"input"'.
import { images, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, input: images("pets") });
