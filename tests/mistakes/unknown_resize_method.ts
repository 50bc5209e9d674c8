// A way of resizing that there is not.
// at: method
// says: Type '"stretch"' is not assignable to type '…'.
import { image } from "leat";

image({ size: 224, method: "stretch" });
