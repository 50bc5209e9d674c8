// An input under the key of the architecture.
// at: architecture
// says: Type '"input"' is not assignable to type '"architecture"'.
import { image, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, architecture: image({ size: 224 }) });
