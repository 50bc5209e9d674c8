// An option that is misspelt, and so missing.
// at: sise
// says: Object literal may only specify known properties, and 'sise' does not exist in type '…'.
import { image } from "leat";

image({ sise: 224 });
