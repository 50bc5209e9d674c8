import v8 from "node:v8";
import vm from "node:vm";

/**
 * Collects garbage now. V8 does so when its own heap is full, and does not see
 * what the device keeps for each of its small objects.
 */
export function collect(): void {
  v8.setFlagsFromString("--expose-gc");
  const gc: unknown = vm.runInNewContext("gc");
  if (typeof gc === "function") gc();
}
