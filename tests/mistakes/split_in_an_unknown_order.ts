// An order of items that there is not.
// at: order
// says: Type '"fastai"' is not assignable to type '"torch"'.
import { random } from "leat";

random({ valid: 0.2, seed: 42, order: "fastai" });
