import type { Random } from "../_random.ts";
import { anyColour, hex } from "../colour.ts";
import { anyPen, inked } from "../parts/pen.ts";
import { box, commands, shape } from "../svg.ts";

/** A house: a roof, a door, windows and often a chimney. */
export function house(random: Random): string {
  const pen = anyPen(random);
  const wide = random.uniform(28, 40);
  const eaves = random.uniform(-12, 4);
  const ridge = eaves - random.uniform(18, 34);
  const glass = inked(pen, hex([200, random.uniform(20, 70), 80]));
  const roof = inked(pen, hex(anyColour(random)));
  return (random.float() < 0.6
    ? box(wide * 0.4, ridge + 2, 8, eaves - ridge, roof)
    : "") +
    box(
      -wide,
      eaves,
      2 * wide,
      44 - eaves,
      inked(pen, hex(anyColour(random))),
    ) +
    shape(
      commands`M ${-wide - 6} ${eaves} L 0 ${ridge} L ${wide + 6} ${eaves} Z`,
      roof,
    ) +
    box(-7, 20, 14, 24, inked(pen, hex(anyColour(random)))) +
    box(-wide * 0.75, 12, 12, 12, glass) +
    box(wide * 0.75 - 12, 12, 12, 12, glass);
}
