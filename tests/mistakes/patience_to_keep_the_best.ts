// Patience, where nothing waits.
// at: patience
// says: Object literal may only specify known properties, and 'patience' does not exist in type '…'.
import { keepBest } from "leat";

keepBest({ patience: 3 });
