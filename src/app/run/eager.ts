/**
 * Whether every training step is done anew, as a reference for those that are
 * replayed: `LEAT_EAGER` is set, and not to 0.
 */
export function eagerAsked(): boolean {
  const own = Deno.env.get("LEAT_EAGER") ?? "";
  return own !== "" && own !== "0";
}
