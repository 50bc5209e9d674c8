import type { Random } from "../_random.ts";
import { hex } from "../colour.ts";
import type { Paint } from "../svg.ts";

/** What outlines are drawn with; a width of zero draws none. */
export interface Pen {
  readonly line: string;
  readonly width: number;
}

/** A pen for one drawing: dark, of any width; some draw no outline. */
export function anyPen(random: Random): Pen {
  return {
    line: hex([random.uniform(0, 360), 30, random.uniform(4, 24)]),
    width: random.float() < 0.15 ? 0 : random.uniform(0.8, 2.2),
  };
}

/** Filled with a colour and outlined with the pen. */
export function inked(pen: Pen, fill: string): Paint {
  return { fill, line: pen.line, width: pen.width };
}

/** A line that shows whatever the pen: mouths and whiskers. */
export function stroked(pen: Pen, width: number): Paint {
  return { line: pen.line, width };
}
