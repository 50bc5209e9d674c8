// A callback that is not in a list.
// at: callbacks
// says: Type 'EarlyStopping' is missing the following properties from type 'readonly Callback[]': …
import { constant, earlyStopping } from "leat";

constant(5, { callbacks: earlyStopping() });
