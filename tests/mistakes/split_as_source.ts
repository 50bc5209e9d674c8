// A split under the key of the source.
// at: source
// says: Type '"split"' is not assignable to type '"source"'.
import { pipeline, random } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, source: random({ valid: 0.2, seed: 42 }) });
