// A knob that the command line could not write.
// at: z.date()
// says: Index signature for type 'string' is missing in type 'Date'.
import { knob, z } from "leat";

knob("since", new Date(0), z.date());
