import type { Random } from "../_random.ts";
import { hex } from "../colour.ts";
import { both, clipped, commands, shape } from "../svg.ts";
import type { Coat } from "./coat.ts";
import { markings } from "./markings.ts";
import { inked, type Pen } from "./pen.ts";

/** The measures of a face around its centre, in units of the drawing. */
export interface Face {
  /** Half the width: 20 to 32. */
  readonly width: number;
  /** Half the height: 18 to 30. */
  readonly height: number;
  /** Width of the lower half as a share of the upper. */
  readonly jaw: number;
  /** Tufts of fur at the cheeks. */
  readonly fluffy: boolean;
}

/** A head without features: the shape of the face with the coat's markings. */
export function face(
  random: Random,
  measures: Face,
  coat: Coat,
  pen: Pen,
): string {
  const fur = inked(pen, hex(coat.base));
  const outline = contour(measures);
  return (measures.fluffy ? both(shape(tufts(measures), fur)) : "") +
    shape(outline, fur) +
    clipped("face", outline, markings(random, coat, measures)) +
    shape(outline, { line: pen.line, width: pen.width });
}

function contour({ width: w, height: h, jaw }: Face): string {
  const low = w * jaw * 0.72;
  return commands`M 0 ${-h} C ${w * 0.7} ${-h} ${w} ${-h * 0.5} ${w} 0 C ${w} ${
    h * 0.55
  } ${low} ${h} 0 ${h} C ${-low} ${h} ${-w} ${h * 0.55} ${-w} 0 C ${-w} ${
    -h * 0.5
  } ${-w * 0.7} ${-h} 0 ${-h} Z`;
}

/** Three points of fur that stand out from the right cheek. */
function tufts({ width: w, height: h }: Face): string {
  return commands`M ${w * 0.7} ${-h * 0.5} Q ${w * 1.1} ${-h * 0.2} ${
    w * 1.28
  } ${h * 0.15} L ${w * 1.02} ${h * 0.18} L ${w * 1.22} ${h * 0.55} L ${
    w * 0.85
  } ${h * 0.5} L ${w * 0.95} ${h * 0.95} L ${w * 0.3} ${h * 0.8} Z`;
}
