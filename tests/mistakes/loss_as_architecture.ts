// A loss under the key of the architecture.
// at: architecture
// says: Type '"loss"' is not assignable to type '"architecture"'.
import { crossEntropy, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, architecture: crossEntropy() });
