import type { Random } from "../_random.ts";
import { anyColour, hex, lighter } from "../colour.ts";
import { anyPen, inked } from "../parts/pen.ts";
import { commands, oval, shape } from "../svg.ts";

/** A cup with a handle, a drink in it and sometimes a band around it. */
export function cup(random: Random): string {
  const pen = anyPen(random);
  const colour = anyColour(random);
  const top = random.uniform(22, 32);
  const foot = top * random.uniform(0.5, 0.95);
  const band = random.float() < 0.5
    ? shape(commands`M ${-top} 4 Q 0 14 ${top} 4 V 14 Q 0 24 ${-top} 14 Z`, {
      fill: hex(anyColour(random)),
    })
    : "";
  const handle = commands`M ${top - 2} -12 C ${top + 22} -16 ${top + 18} 22 ${
    foot + 1
  } 20`;
  return shape(handle, { line: pen.line, width: 6 + 2 * pen.width }) +
    shape(handle, { line: hex(colour), width: 6 }) +
    shape(
      commands`M ${-top} -26 L ${-foot} 36 Q 0 46 ${foot} 36 L ${top} -26 Z`,
      inked(pen, hex(colour)),
    ) + band +
    oval(0, -26, top, 7, inked(pen, hex(lighter(colour, 12)))) +
    oval(0, -25, top * 0.85, 5, {
      fill: hex([25, 50, random.uniform(15, 60)]),
    });
}
