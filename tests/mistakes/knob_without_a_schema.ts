// A knob that does not say which values it takes.
// at: knob
// says: Expected 3 arguments, but got 2.
import { knob } from "leat";

knob("learningRate", 1e-3);
