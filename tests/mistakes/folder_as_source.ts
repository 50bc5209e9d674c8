// A folder in the place of a source.
// at: source
// says: Type 'string' is not assignable to type 'Source<unknown>'.
import { pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, source: "pets" });
