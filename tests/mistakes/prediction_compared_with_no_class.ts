// An answer compared with what it can never be.
// at: await model.predict("a.jpg") === "bird"
// says: This comparison appears to be unintentional because the types '"cat" | "dog"' and '"bird"' have no overlap.
import { train } from "leat";
import { pets } from "./_bases.ts";

const model = await train(pets);
export const isBird = await model.predict("a.jpg") === "bird";
