// An optimizer by its name, not called.
// at: optimizer
// says: Type 'string' is not assignable to type 'Optimizer | undefined'.
import { constant } from "leat";

constant(1, { optimizer: "sgd" });
