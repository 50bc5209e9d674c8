// An input under the key of the source.
// at: source
// says: Type '"input"' is not assignable to type '"source"'.
import { image, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, source: image({ size: 224 }) });
