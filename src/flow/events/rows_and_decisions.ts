import type { Decision, EpochRow, EventOf } from "./event.ts";

/** The table of a run as events, each decision behind the row it was made at. */
export function rowsAndDecisions(
  rows: readonly EpochRow[],
  decisions: readonly Decision[],
): readonly EventOf<"epoch" | "decision">[] {
  return rows.flatMap((row) => [
    { type: "epoch", ...row } as const,
    ...decisions
      .filter(({ phase, after }) => phase === row.phase && after === row.epoch)
      .map((decision) => ({ type: "decision", ...decision }) as const),
  ]);
}
