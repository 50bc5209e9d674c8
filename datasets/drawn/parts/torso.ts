import type { Random } from "../_random.ts";
import { hex, lighter } from "../colour.ts";
import { both, clipped, commands, oval, placed, shape } from "../svg.ts";
import type { Coat } from "./coat.ts";
import { markings } from "./markings.ts";
import { inked, type Pen } from "./pen.ts";

/** A tail, from where it leaves the body at the origin, upwards. */
export type Tail = (coat: Coat, pen: Pen) => string;

/** A body that sits and faces us: the neck is at (0, -6), the feet at 46. */
export function sitting(
  random: Random,
  coat: Coat,
  pen: Pen,
  tail: Tail,
): string {
  const w = random.uniform(17, 25);
  const fur = inked(pen, hex(coat.base));
  const outline = commands`M ${-w * 0.5} -8 C ${-w * 0.9} 10 ${
    -w * 1.15
  } 25 ${-w} 42 Q 0 50 ${w} 42 C ${w * 1.15} 25 ${w * 0.9} 10 ${w * 0.5} -8 Z`;
  const leg = shape(
    commands`M 2 20 Q 3 36 2 44 Q 7 48 12 44 Q 11 34 ${w * 0.6} 18`,
    inked(pen, hex(lighter(coat.base, 4))),
  );
  const paw = oval(7, 44, 6.5, 4, inked(pen, hex(coat.pale)));
  return placed(w * 0.9, 38, random.uniform(10, 50), 1, 1, tail(coat, pen)) +
    shape(outline, fur) +
    clipped(
      "torso",
      outline,
      placed(0, 20, 0, 1, 1, markings(random, coat, { width: w, height: 26 })),
      oval(0, 8, w * 0.5, 18, { fill: hex(coat.pale) }),
    ) +
    both(leg, paw);
}

/** A body that stands, seen from the side; the neck is at (-20, -4). */
export function standing(
  random: Random,
  coat: Coat,
  pen: Pen,
  tail: Tail,
): string {
  const h = random.uniform(11, 16);
  const foot = random.uniform(36, 44);
  const fur = inked(pen, hex(coat.base));
  const outline = commands`M -26 ${8 - h} Q 4 ${4 - h} 30 ${8 - h} Q 42 10 30 ${
    10 + h
  } Q 0 ${16 + h} -28 ${10 + h} Q -38 8 -26 ${8 - h} Z`;
  const leg = (x: number, shade: number) =>
    shape(
      commands`M ${x - 4} 14 L ${x - 3.5} ${foot} Q ${x} ${foot + 3} ${
        x + 4.5
      } ${foot} L ${x + 5} 14 Z`,
      inked(pen, hex(lighter(coat.base, shade))),
    );
  return placed(31, 4, random.uniform(10, 60), 1, 1, tail(coat, pen)) +
    leg(-15, -8) + leg(23, -8) +
    shape(outline, fur) +
    clipped(
      "torso",
      outline,
      placed(0, 10, 0, 1, 1, markings(random, coat, { width: 33, height: h })),
      oval(0, 13 + h, 24, 6, { fill: hex(coat.pale) }),
    ) +
    shape(outline, { line: pen.line, width: pen.width }) +
    leg(-23, 0) + leg(15, 0);
}
