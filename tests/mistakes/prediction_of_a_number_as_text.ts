// An answer that is a number, taken for text.
// at: text
// says: Type 'number' is not assignable to type 'string'.
import { train } from "leat";
import { prices } from "./_bases.ts";

const model = await train(prices);
export const text: string = await model.predict({
  soldOn: "2011-06-01",
  area: 50,
  district: "north",
  price: 0,
});
