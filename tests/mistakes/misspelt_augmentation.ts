// A setting of augment() by another name.
// at: maxRotation
// says: Object literal may only specify known properties, but 'maxRotation' does not exist in type '…'. Did you mean to write 'maxRotate'?
import { augment } from "leat";

augment({ maxRotation: 20 });
