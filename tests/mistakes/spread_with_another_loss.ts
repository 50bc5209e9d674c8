// A variant with the loss of another problem.
// at: loss
// says: Type '"a class: the label is a string or a boolean"' is not assignable to type '"a number: the label is a number"'.
import { mse, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, loss: mse() });
