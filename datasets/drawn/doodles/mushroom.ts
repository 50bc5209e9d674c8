import type { Random } from "../_random.ts";
import { anyColour, hex, near } from "../colour.ts";
import { anyPen, inked } from "../parts/pen.ts";
import { clipped, commands, oval, shape } from "../svg.ts";

/** A mushroom with a domed cap, often with spots. */
export function mushroom(random: Random): string {
  const pen = anyPen(random);
  const wide = random.uniform(30, 45);
  const tall = random.uniform(30, 50);
  const stalk = random.uniform(8, 15);
  const cap =
    commands`M ${-wide} 4 C ${-wide} ${-tall} ${wide} ${-tall} ${wide} 4 Q 0 14 ${-wide} 4 Z`;
  const dots = Array.from({ length: random.integer(0, 9) }, () => {
    const size = random.uniform(3, 6.5);
    return oval(
      wide * random.uniform(-0.85, 0.85),
      random.uniform(-tall * 0.6, 4),
      size,
      size * 0.85,
      { fill: "#f6efe2" },
    );
  });
  return shape(
    commands`M ${-stalk} 0 Q ${-stalk * 0.8} 30 ${-stalk * 1.3} 42 Q 0 48 ${
      stalk * 1.3
    } 42 Q ${stalk * 0.8} 30 ${stalk} 0 Z`,
    inked(pen, hex(near([40, 35, 82], random))),
  ) +
    shape(cap, inked(pen, hex(anyColour(random)))) +
    clipped("torso", cap, ...dots);
}
