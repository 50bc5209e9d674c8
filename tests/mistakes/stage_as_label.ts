// A stage under the key of the label.
// at: label
// says: Type 'Loss<Category>' provides no match for the signature '(item: ImageFile): LabelValue'.
import { crossEntropy, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, label: crossEntropy() });
