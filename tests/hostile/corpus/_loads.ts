import { points } from "../../app/desk.ts";
import type { Hostile } from "../_hostile.ts";

/** A pipeline that does something while it loads. */
export function loads(
  name: string,
  before: string,
  says: Hostile["says"],
  more: Partial<Hostile> = {},
): Hostile {
  return { name, text: () => points({ before }), says, ...more };
}
