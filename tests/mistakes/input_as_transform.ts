// An input among the transforms.
// at: image({ size: 224 })
// says: Type '"input"' is not assignable to type '"transforms"'.
import { image, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, transforms: [image({ size: 224 })] });
