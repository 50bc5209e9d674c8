import type { Random } from "../_random.ts";
import { anyColour, hex } from "../colour.ts";
import { commands, oval, shape } from "../svg.ts";
import { inked, type Pen } from "./pen.ts";

/** A band around the neck, often with a tag; or none. */
export function collar(random: Random, share: number, pen: Pen): string {
  if (random.float() >= share) return "";
  const band = shape(
    commands`M -13 -2 Q 0 5 13 -2 L 13 2.5 Q 0 10 -13 2.5 Z`,
    inked(pen, hex(anyColour(random))),
  );
  if (random.float() < 0.4) return band;
  return band + oval(0, 8, 2.8, 2.8, inked(pen, "#e9c44a"));
}
