import type { Random } from "../_random.ts";
import { anyColour, hex } from "../colour.ts";
import { anyPen, inked, stroked } from "../parts/pen.ts";
import { both, commands, oval, shape } from "../svg.ts";

/** A butterfly from above: two pairs of wings with spots, and feelers. */
export function butterfly(random: Random): string {
  const pen = anyPen(random);
  const high = random.uniform(26, 44);
  const wide = random.uniform(32, 46);
  const spot = hex(anyColour(random));
  const wing = inked(pen, hex(anyColour(random)));
  const lower = inked(pen, hex(anyColour(random)));
  return both(
    shape(commands`M 0 2 Q ${wide} 4 ${wide * 0.75} 34 Q 16 44 0 6 Z`, lower),
    shape(
      commands`M 0 2 C 4 ${-high * 0.6} ${wide * 0.6} ${-high * 1.2} ${wide} ${
        -high * 0.8
      } C ${wide * 1.05} -8 ${wide * 0.6} 8 0 2 Z`,
      wing,
    ),
    oval(wide * 0.62, -high * 0.5, 6, 7, { fill: spot }),
    oval(wide * 0.5, 20, 4.5, 4.5, { fill: spot }),
    shape(commands`M 1 -16 Q 4 -32 12 -38`, stroked(pen, 1.4)),
  ) + oval(0, 3, 4, 21, inked(pen, hex([30, 25, random.uniform(12, 40)])));
}
