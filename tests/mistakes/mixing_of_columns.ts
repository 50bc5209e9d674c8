// Mixing is for images, and the input is columns.
// at: mixup()
// says: Type '"encoded columns"' is not assignable to type '"pixels"'.
import { mixup, pipeline } from "leat";
import { prices } from "./_bases.ts";

pipeline({ ...prices.spec, transforms: [mixup()] });
