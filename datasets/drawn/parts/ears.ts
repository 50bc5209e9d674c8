import { type Colour, hex, lighter } from "../colour.ts";
import { commands, oval, placed, shape } from "../svg.ts";
import { inked, type Pen } from "./pen.ts";

/** The right ear of a pair, around where it joins the head. */
export interface Ear {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly length: number;
  /** Degrees outwards from upright. */
  readonly turn: number;
}

/** A triangle with slightly curved sides and a lining. */
export function pointedEar(
  { x, y, width: w, length, turn }: Ear,
  fur: Colour,
  lining: Colour,
  pen: Pen,
): string {
  const triangle = (half: number, tip: number, foot: number) =>
    commands`M ${-half} ${foot} Q ${-half * 0.75} ${-tip * 0.55} 0 ${-tip} Q ${
      half * 0.95
    } ${-tip * 0.5} ${half} ${foot} Z`;
  return placed(
    x,
    y,
    turn,
    1,
    1,
    shape(triangle(w / 2, length, w * 0.3), inked(pen, hex(fur))),
    shape(triangle(w * 0.28, length * 0.72, w * 0.1), { fill: hex(lining) }),
  );
}

/** A disc with a smaller disc in it, as bears and mice have. */
export function roundEar(
  { x, y, width, length, turn }: Ear,
  fur: Colour,
  lining: Colour,
  pen: Pen,
): string {
  return placed(
    x,
    y,
    turn,
    1,
    1,
    oval(0, -length * 0.4, width / 2, length / 2, inked(pen, hex(fur))),
    oval(0, -length * 0.36, width * 0.3, length * 0.3, { fill: hex(lining) }),
  );
}

/** An upright oval, far longer than wide, as rabbits have. */
export function longEar(
  { x, y, width: w, length, turn }: Ear,
  fur: Colour,
  lining: Colour,
  pen: Pen,
): string {
  const spoon = (half: number, tip: number) =>
    commands`M ${-half * 0.6} 4 C ${-half * 1.5} ${
      -tip * 0.5
    } ${-half} ${-tip} 0 ${-tip} C ${half} ${-tip} ${half * 1.5} ${
      -tip * 0.5
    } ${half * 0.6} 4 Z`;
  return placed(
    x,
    y,
    turn,
    1,
    1,
    shape(spoon(w / 2, length), inked(pen, hex(fur))),
    shape(spoon(w * 0.27, length * 0.85), { fill: hex(lining) }),
  );
}

/** A lobe that hangs down beside the cheek. */
export function hangingEar(
  { x, y, width: w, length, turn }: Ear,
  fur: Colour,
  pen: Pen,
): string {
  return placed(
    x,
    y,
    -turn,
    1,
    1,
    shape(
      commands`M ${-w * 0.45} ${-w * 0.15} C ${w * 0.1} ${-w * 0.6} ${
        w * 0.7
      } ${-w * 0.2} ${w * 0.7} ${length * 0.55} C ${w * 0.7} ${length} ${
        -w * 0.25
      } ${length * 1.08} ${-w * 0.25} ${length * 0.62} C ${-w * 0.25} ${
        length * 0.35
      } ${-w * 0.2} ${length * 0.2} ${-w * 0.45} ${-w * 0.15} Z`,
      inked(pen, hex(fur)),
    ),
  );
}

/** A triangle whose tip has tipped over forwards. */
export function foldedEar(
  { x, y, width: w, length, turn }: Ear,
  fur: Colour,
  pen: Pen,
): string {
  const up = length * 0.45;
  return placed(
    x,
    y,
    turn,
    1,
    1,
    shape(
      commands`M ${-w / 2} ${w * 0.25} Q ${-w * 0.4} ${-up} ${
        w * 0.05
      } ${-up} Q ${w * 0.5} ${-up} ${w / 2} ${w * 0.3} Z`,
      inked(pen, hex(fur)),
    ),
    shape(
      commands`M ${-w * 0.36} ${-up * 0.6} Q ${-w * 0.1} ${-up * 1.15} ${
        w * 0.3
      } ${-up * 0.92} Q ${w * 0.62} ${-up * 0.2} ${w * 0.42} ${
        length * 0.5
      } Q ${w * 0.05} ${length * 0.3} ${-w * 0.36} ${-up * 0.6} Z`,
      inked(pen, hex(lighter(fur, -7))),
    ),
  );
}
