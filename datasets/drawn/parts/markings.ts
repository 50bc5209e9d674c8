import type { Random } from "../_random.ts";
import { hex } from "../colour.ts";
import { both, commands, oval, type Paint, shape } from "../svg.ts";
import type { Coat, Pattern } from "./coat.ts";

/** The half sizes of what is marked, around its centre. */
interface Extent {
  readonly width: number;
  readonly height: number;
}

type Marking = (random: Random, extent: Extent, paint: Paint) => string;

const kinds: Readonly<Record<Pattern, Marking>> = {
  plain: () => "",
  striped: stripes,
  patched: patches,
  spotted: spots,
  masked: mask,
  blazed: blaze,
};

/** A coat's second colour, to be clipped to a face or a torso. */
export function markings(random: Random, coat: Coat, extent: Extent): string {
  const light = coat.pattern === "blazed";
  const fill = hex(light ? coat.pale : coat.mark);
  return kinds[coat.pattern](random, extent, { fill });
}

/** Three stripes on the forehead and two from each side. */
function stripes(
  random: Random,
  { width: w, height: h }: Extent,
  { fill = "" }: Paint,
): string {
  const line = { line: fill, width: random.uniform(1.6, 3.2) };
  const length = random.uniform(0.3, 0.55);
  return shape(commands`M 0 ${-h} V ${-h * (1 - length)}`, line) +
    both(
      shape(
        commands`M ${w * 0.25} ${-h} L ${w * 0.18} ${-h * (1 - length)}`,
        line,
      ),
      shape(commands`M ${w} ${-h * 0.1} L ${w * (1 - length)} 0`, line),
      shape(
        commands`M ${w} ${h * 0.3} L ${w * (1 - length)} ${h * 0.28}`,
        line,
      ),
    );
}

/** Two or three large patches, not the same on both sides. */
function patches(random: Random, { width, height }: Extent, paint: Paint) {
  return Array.from({ length: random.integer(2, 4) }, () =>
    oval(
      width * random.uniform(-0.9, 0.9),
      height * random.uniform(-1, 0.5),
      width * random.uniform(0.25, 0.55),
      height * random.uniform(0.3, 0.6),
      paint,
    )).join("");
}

function spots(random: Random, { width, height }: Extent, paint: Paint) {
  return Array.from({ length: random.integer(6, 14) }, () => {
    const size = random.uniform(1.2, 3.2);
    return oval(
      width * random.uniform(-1, 1),
      height * random.uniform(-1, 1),
      size,
      size * random.uniform(0.7, 1.2),
      paint,
    );
  }).join("");
}

/** A darker middle of the face. */
function mask(random: Random, { width, height }: Extent, paint: Paint) {
  return oval(
    0,
    height * random.uniform(0.25, 0.5),
    width * random.uniform(0.45, 0.75),
    height * random.uniform(0.5, 0.8),
    { ...paint, opacity: random.uniform(0.65, 1) },
  );
}

/** A light stripe down the middle that widens below. */
function blaze(random: Random, { width: w, height: h }: Extent, paint: Paint) {
  const top = w * random.uniform(0.04, 0.16);
  const low = w * random.uniform(0.4, 0.75);
  return shape(
    commands`M ${-top} ${-h} Q ${-top} 0 ${-low} ${h} H ${low} Q ${top} 0 ${top} ${-h} Z`,
    paint,
  );
}
