// A number as text.
// at: reducingGap
// says: Type 'string' is not assignable to type 'number'.
import { image } from "leat";

image({ size: 224, reducingGap: "2" });
