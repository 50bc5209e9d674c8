// Fine-tuning, and nothing says how long.
// at: fineTune
// says: Expected 1-2 arguments, but got 0.
import { fineTune } from "leat";

fineTune();
