// An option of a callback that is misspelt.
// at: patiance
// says: Object literal may only specify known properties, but 'patiance' does not exist in type '…'. Did you mean to write 'patience'?
import { earlyStopping } from "leat";

earlyStopping({ patiance: 3 });
