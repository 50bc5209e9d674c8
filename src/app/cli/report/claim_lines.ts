import type { ClaimResult } from "../../../flow/events/event.ts";
import { figure } from "../../format.ts";

/** In full where it would look like the bound that it is not. */
function figureBeside(value: number, bound: number): string {
  const short = figure(value);
  return Number(short) === bound && value !== bound ? String(value) : short;
}

/** What a pipeline claims, with the figures: `error_rate below 0.08: 0.0551, true`. */
export function claimLines(
  claims: readonly ClaimResult[],
): readonly string[] {
  return claims.map(({ text, value, bound, holds }) =>
    `${text}: ${figureBeside(value, bound)}, ${holds}`
  );
}
