// Training a description that nobody checked.
// at: loss
// says: Object literal may only specify known properties, and 'loss' does not exist in type '…'.
import { mse, train } from "leat";

await train({ loss: mse() });
