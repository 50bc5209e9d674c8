import type { Random } from "../_random.ts";
import { hex, lighter } from "../colour.ts";
import { hangingEar } from "../parts/ears.ts";
import { mouth } from "../parts/mouth.ts";
import { triangleNose } from "../parts/nose.ts";
import { inked } from "../parts/pen.ts";
import { shortTail } from "../parts/tails.ts";
import { both, oval, placed } from "../svg.ts";
import { animal, anyFace } from "./_animal.ts";

/** A sheep: curls over a long face, and ears that hang out sideways. */
export function sheep(random: Random): string {
  const length = random.uniform(17, 27);
  const turn = random.uniform(15, 60);
  return animal(random, {
    face: anyFace(random, 20, 27, 0.8),
    earsInFront: true,
    ears: (coat, pen, { width, height }) => {
      const curl = inked(pen, hex(lighter(coat.pale, 5)));
      return both(
        hangingEar(
          { x: width * 0.8, y: -height * 0.35, width: 13, length, turn },
          lighter(coat.base, -8),
          pen,
        ),
        oval(width * 0.75, -height * 0.72, 7, 7, curl),
        oval(width * 0.35, -height * 0.98, 8, 8, curl),
      ) + oval(0, -height * 0.85, 8, 7, curl);
    },
    muzzle: (_, pen) =>
      placed(0, 6, 0, 1, 1, mouth(6, 3, pen)) +
      placed(0, 4, 0, 1, 1, triangleNose(4, [15, 25, 35], pen)),
    tail: shortTail,
  });
}
