// A stage without the parentheses that make it.
// at: crossEntropy
// says: Type '(options?: CrossEntropyOptions) => Loss<Category>' is not assignable to type 'Loss<Category>'.
import { crossEntropy, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, loss: crossEntropy });
