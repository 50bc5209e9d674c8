// An option that is misspelt.
// at: probabilty
// says: Object literal may only specify known properties, but 'probabilty' does not exist in type '…'. Did you mean to write 'probability'?
import { flip } from "leat";

flip({ probabilty: 0.5 });
