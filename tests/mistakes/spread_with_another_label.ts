// A variant whose label is a number, with the loss of a class.
// at: { ...pets.spec, label: (file) => file.name.length }
// says: Type '"a number: the label is a number"' is not assignable to type '"a class: the label is a string or a boolean"'.
import { pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, label: (file) => file.name.length });
