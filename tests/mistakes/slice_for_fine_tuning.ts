// A slice of rates where fineTune makes its own.
// at: baseLearningRate
// says: Type 'Slice' is not assignable to type 'number'.
import { fineTune, slice } from "leat";

fineTune(1, { baseLearningRate: slice(1e-5, 1e-3) });
