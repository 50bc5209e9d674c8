// A knob of words where a number belongs.
// at: learningRate
// says: Type '"…"' is not assignable to type 'LearningRate | undefined'.
import { constant, knob, pipeline, z } from "leat";
import { pets } from "./_bases.ts";

const rate = knob("rate", "low", z.enum(["low", "high"]));
pipeline({ ...pets.spec, fit: constant(1, { learningRate: rate }) });
