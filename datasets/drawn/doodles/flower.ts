import type { Random } from "../_random.ts";
import { anyColour, hex, near } from "../colour.ts";
import { anyPen, inked } from "../parts/pen.ts";
import { commands, oval, placed, shape } from "../svg.ts";

/** A flower on a stalk with two leaves. */
export function flower(random: Random): string {
  const pen = anyPen(random);
  const green = near([110, 45, 38], random);
  const count = random.integer(5, 10);
  const long = random.uniform(17, 24);
  const wide = random.uniform(5, 9);
  const petal = oval(
    0,
    -long * 0.62,
    wide,
    long * 0.5,
    inked(pen, hex(anyColour(random))),
  );
  const leaf = inked(pen, hex(green));
  return shape(commands`M 0 -14 Q ${random.uniform(-10, 10)} 20 0 48`, {
    line: hex(green),
    width: 4,
  }) +
    shape(commands`M 0 34 Q 8 14 26 18 Q 20 36 0 34 Z`, leaf) +
    shape(commands`M 0 42 Q -8 22 -24 27 Q -18 44 0 42 Z`, leaf) +
    Array.from(
      { length: count },
      (_, at) => placed(0, -16, (360 * at) / count, 1, 1, petal),
    ).join("") +
    oval(0, -16, 8, 8, inked(pen, hex(anyColour(random))));
}
