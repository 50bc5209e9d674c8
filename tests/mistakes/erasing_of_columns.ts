// Erasing is for images, and the input is columns.
// at: randomErasing()
// says: Type '"encoded columns"' is not assignable to type '"pixels"'.
import { pipeline, randomErasing } from "leat";
import { prices } from "./_bases.ts";

pipeline({ ...prices.spec, transforms: [randomErasing()] });
