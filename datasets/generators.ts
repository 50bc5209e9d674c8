import { drawDoodle } from "./drawn/doodles.ts";
import { drawPet } from "./drawn/pets.ts";

/** The generators of drawn datasets, by the name that a declaration gives. */
export const generators = { doodles: drawDoodle, pets: drawPet };
