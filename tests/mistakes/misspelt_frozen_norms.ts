// An option of a schedule under the name that it has in a program.
// at: freezesNorms
// says: Object literal may only specify known properties, but 'freezesNorms' does not exist in type '…'. Did you mean to write 'freezeNorms'?
import { fineTune } from "leat";

fineTune(1, { freezesNorms: true });
