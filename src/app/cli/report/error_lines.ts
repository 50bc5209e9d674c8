import { plainText } from "../../../base/codec/plain_text.ts";
import type { EventOf } from "../../../flow/events/event.ts";

/**
 * An error as people read it: what was tried, what is, what to do. Names in it
 * may be of anyone's making.
 */
export function errorLines(
  { message, node, stage, remedy }: EventOf<"error">,
): readonly string[] {
  const place = stage === "command" ? undefined : node ?? stage;
  const where = place === undefined ? "" : ` (${place})`;
  return [
    `Error${where}: ${message}`,
    ...remedy === undefined ? [] : [`  ${remedy}`],
  ].map((line) => plainText(line));
}
