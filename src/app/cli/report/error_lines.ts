import type { RunEvent } from "../../../flow/events/event.ts";

/** An error as people read it: what was tried, what is, what to do. */
export function errorLines(
  { message, node, stage, remedy }: Extract<RunEvent, { type: "error" }>,
): readonly string[] {
  const place = stage === "command" ? undefined : node ?? stage;
  const where = place === undefined ? "" : ` (${place})`;
  return [
    `Error${where}: ${message}`,
    ...remedy === undefined ? [] : [`  ${remedy}`],
  ];
}
