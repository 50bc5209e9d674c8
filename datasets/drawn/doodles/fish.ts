import type { Random } from "../_random.ts";
import { anyColour, hex, lighter } from "../colour.ts";
import { anyPen, inked } from "../parts/pen.ts";
import { clipped, commands, oval, shape } from "../svg.ts";

/** A fish from the side, with fins and often stripes. */
export function fish(random: Random): string {
  const pen = anyPen(random);
  const colour = anyColour(random);
  const fin = inked(pen, hex(lighter(colour, random.uniform(-25, 15))));
  const deep = random.uniform(15, 28);
  const tail = random.uniform(12, 24);
  const body = commands`M -46 0 Q -22 ${-deep * 1.3} 24 0 Q -22 ${
    deep * 1.3
  } -46 0 Z`;
  const stripe = { line: hex(anyColour(random)), width: random.uniform(2, 5) };
  const stripes = random.float() < 0.6
    ? [-24, -10, 4].map((x) =>
      shape(commands`M ${x} -30 Q ${x + 7} 0 ${x} 30`, stripe)
    )
    : [];
  return shape(commands`M 16 0 L 46 ${-tail} Q 36 0 46 ${tail} Z`, fin) +
    shape(
      commands`M -20 ${-deep * 0.5} Q -4 ${-deep - 12} 10 ${-deep * 0.3} Z`,
      fin,
    ) +
    shape(body, inked(pen, hex(colour))) +
    clipped("torso", body, ...stripes) +
    shape(commands`M -18 3 Q -4 16 -2 4 Z`, fin) +
    oval(-33, -3, 3.6, 3.6, inked({ ...pen, width: 1 }, "#ffffff")) +
    oval(-33.5, -3, 1.7, 1.7, { fill: "#111111" });
}
