import { noHalves } from "../../base/errors/fit.ts";
import type { Precision } from "../../flow/stage/schedule.ts";
import type { Adapter } from "../device/adapter.ts";

/**
 * Refuses a precision that the adapter does not have. Its hardware would take
 * many instructions for each half, and be slower than with floats: to train in
 * floats instead would give other weights than those that were asked for.
 *
 * @throws {PipelineError} saying what is missing
 */
export function checkPrecision(
  precision: Precision | undefined,
  { name, f16 }: Pick<Adapter, "name" | "f16">,
): void {
  if (precision === "mixed" && !f16) throw noHalves(name);
}
