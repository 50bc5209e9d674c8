// A loss among the metrics.
// at: crossEntropy()
// says: Type '"loss"' is not assignable to type '"metrics"'.
import { crossEntropy, pipeline } from "leat";
import { pets } from "./_bases.ts";

pipeline({ ...pets.spec, metrics: [crossEntropy()] });
