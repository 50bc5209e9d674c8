// A random split that nobody could repeat.
// at: { valid: 0.2 }
// says: Property 'seed' is missing in type '…' but required in type '…'.
import { random } from "leat";

random({ valid: 0.2 });
