// A variant whose items are of another kind.
// at: { ...pets.spec, source: texts("reviews") }
// says: Type '"text"' is not assignable to type '"image"'.
import { pipeline } from "leat";
import { pets } from "./_bases.ts";
import { texts } from "./_text.ts";

pipeline({ ...pets.spec, source: texts("reviews") });
