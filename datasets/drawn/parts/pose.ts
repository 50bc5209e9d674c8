import type { Random } from "../_random.ts";
import { placed } from "../svg.ts";
import type { Coat } from "./coat.ts";
import type { Pen } from "./pen.ts";
import { sitting, standing, type Tail } from "./torso.ts";

/** What is posed: a head around the origin, and what hangs on the body. */
export interface Posed {
  readonly head: string;
  readonly coat: Coat;
  readonly pen: Pen;
  readonly tail: Tail;
  /** What is worn around the neck, with the neck's middle at the origin. */
  readonly collar: string;
}

/**
 * An animal as a portrait, sitting or standing.
 *
 * @returns Markup inside the square from -50 to 50.
 */
export function posed(
  random: Random,
  { head, coat, pen, tail, collar }: Posed,
): string {
  const pose = random.float();
  if (pose < 0.6) return placed(0, 8, 0, 1.12, 1.12, head);
  if (pose < 0.84) {
    return sitting(random, coat, pen, tail) +
      placed(0, -4, 0, 1, 1, collar) +
      placed(0, -19, random.uniform(-10, 10), 0.86, 0.86, head);
  }
  return standing(random, coat, pen, tail) +
    placed(-25, 0, 20, 0.9, 1, collar) +
    placed(-18, -14, random.uniform(-10, 10), 0.86, 0.86, head);
}
