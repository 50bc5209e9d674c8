// A share written as words.
// at: valid
// says: Type 'string' is not assignable to type 'number'.
import { random } from "leat";

random({ valid: "20%", seed: 42 });
