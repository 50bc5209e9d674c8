// The F1 score, and nothing says of which classes.
// at: f1
// says: Expected 1 arguments, but got 0.
import { f1 } from "leat";

f1();
