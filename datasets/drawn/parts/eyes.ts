import { type Colour, hex } from "../colour.ts";
import { both, oval, placed } from "../svg.ts";
import { inked, type Pen } from "./pen.ts";

/** A pair of eyes around the middle between them. */
export interface Eyes {
  /** From the middle to each eye. */
  readonly gap: number;
  readonly size: number;
  readonly iris: Colour;
  readonly pupil: "slit" | "round" | "bead";
  /** Degrees by which the outer corners are raised. */
  readonly slant: number;
  /** Height as a share of the width. */
  readonly open: number;
}

const black = "#15120f";
const white = "#ffffff";

/** Two eyes with pupils and a glint of light; a bead is all pupil. */
export function eyes(eyes: Eyes, pen: Pen): string {
  const { gap, size, iris, pupil, slant, open } = eyes;
  const ball = pupil === "bead"
    ? oval(0, 0, size * 0.8, size * 0.8, { fill: black })
    : oval(0, 0, size, size * open, inked(pen, hex(iris))) +
      oval(0, 0, size * (pupil === "slit" ? 0.24 : 0.55), size * open * 0.86, {
        fill: black,
      });
  const glint = oval(size * 0.25, -size * 0.3, size * 0.22, size * 0.22, {
    fill: white,
  });
  return both(placed(gap, 0, -slant, 1, 1, ball, glint));
}
