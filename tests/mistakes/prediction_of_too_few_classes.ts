// An answer that is taken for one class only.
// at: answer
// says: Type '"dog"' is not assignable to type '"cat"'.
import { train } from "leat";
import { pets } from "./_bases.ts";

const model = await train(pets);
export const answer: "cat" = await model.predict("a.jpg");
