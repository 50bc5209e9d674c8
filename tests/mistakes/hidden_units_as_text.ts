// Units of a hidden layer that are a text.
// at: hidden
// says: Type 'string' is not assignable to type 'number | readonly number[]'.
import { resnet50 } from "leat";

resnet50({ hidden: "512" });
