import { hex } from "../colour.ts";
import { commands, oval, shape } from "../svg.ts";
import { inked } from "./pen.ts";
import type { Tail } from "./torso.ts";

/** Long, thin and bent into an S. */
export const longTail: Tail = (coat, pen) => {
  const path = commands`M 0 2 C 10 -4 2 -16 8 -24 Q 10 -29 15 -28`;
  return shape(path, { line: pen.line, width: 5 + 2 * pen.width }) +
    shape(path, { line: hex(coat.base), width: 5 });
};

/** Full and pointed, with a pale tip. */
export const bushyTail: Tail = (coat, pen) =>
  shape(
    commands`M -3 4 C -4 -8 -8 -20 3 -34 C 14 -24 14 -8 5 5 Z`,
    inked(pen, hex(coat.base)),
  ) +
  shape(
    commands`M -3.5 -22 C -2 -28 0 -31 3 -34 Q 8 -29 10 -22 Q 3 -18 -3.5 -22 Z`,
    {
      fill: hex(coat.pale),
    },
  );

/** Short and straight. */
export const shortTail: Tail = (coat, pen) =>
  shape(
    commands`M -3.5 3 Q -2 -10 2 -19 Q 5 -10 4.5 3 Z`,
    inked(pen, hex(coat.base)),
  );

/** A ring that lies on the back. */
export const curledTail: Tail = (coat, pen) =>
  oval(0, -7, 9, 9, inked(pen, hex(coat.base))) +
  oval(0, -7, 3.4, 3.4, { line: pen.line, width: Math.max(pen.width, 1) });

/** A puff. */
export const puffTail: Tail = (coat, pen) =>
  oval(2, -3, 7, 7, inked(pen, hex(coat.pale)));
