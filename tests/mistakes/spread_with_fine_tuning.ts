// A variant that fine-tunes what was never trained.
// at: fit
// says: Type '"random: the architecture was given no weights"' is not assignable to type '"trained before: the architecture was given weights"'.
import { fineTune, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, fit: fineTune(3) });
