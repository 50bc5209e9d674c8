// A knob whose default is of another type than its schema's.
// at: "high"
// says: Argument of type 'string' is not assignable to parameter of type 'number'.
import { knob, z } from "leat";

knob("learningRate", "high", z.number().positive());
