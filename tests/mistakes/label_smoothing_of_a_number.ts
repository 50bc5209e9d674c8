// A number has no other answers to share its label with.
// at: { labelSmoothing: 0.1 }
// says: Expected 0 arguments, but got 1.
import { mse, pipeline } from "leat";
import { prices } from "./_bases.ts";

pipeline({ ...prices.spec, loss: mse({ labelSmoothing: 0.1 }) });
