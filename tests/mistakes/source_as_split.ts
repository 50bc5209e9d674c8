// A source under the key of the split.
// at: split
// says: Type '"source"' is not assignable to type '"split"'.
import { images, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, split: images("valid") });
