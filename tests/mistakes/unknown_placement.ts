// A place for a crop that there is not.
// at: placement
// says: Type '"center"' is not assignable to type '…'.
import { image } from "leat";

image({ size: 224, placement: "center" });
