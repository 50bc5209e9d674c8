// A callback that is not called.
// at: keepBest
// says: Type '(options?: MonitorOptions) => KeepBest' is not assignable to type 'Callback'.
import { constant, keepBest } from "leat";

constant(5, { callbacks: [keepBest] });
