import type { Random } from "../_random.ts";
import { anyColour, hex } from "../colour.ts";
import { anyPen, inked, stroked } from "../parts/pen.ts";
import { commands, shape } from "../svg.ts";

/** An open umbrella: a dome with a scalloped edge, and a hooked handle. */
export function umbrella(random: Random): string {
  const pen = anyPen(random);
  const tall = random.uniform(24, 38);
  const canopy = (from: number, to: number, paint: string) => {
    const middle = (from + to) / 2;
    return shape(
      commands`M 0 ${-tall - 4} Q ${
        from * 1.1
      } ${-tall} ${from} 2 Q ${middle} -8 ${to} 2 Q ${to * 1.1} ${-tall} 0 ${
        -tall - 4
      } Z`,
      inked(pen, paint),
    );
  };
  const colours = [hex(anyColour(random)), hex(anyColour(random))];
  const panels = [-45, -15, 15].map((from, at) =>
    canopy(from, from + 30, colours[at % 2]!)
  );
  return shape(
    commands`M 0 ${-tall - 9} V 36 Q 0 46 8 46 Q 15 46 15 37`,
    stroked(pen, 3),
  ) +
    panels.join("");
}
