import type { Random } from "../_random.ts";
import { hex, lighter } from "../colour.ts";
import { roundEar } from "../parts/ears.ts";
import { mouth } from "../parts/mouth.ts";
import { ovalNose } from "../parts/nose.ts";
import { inked } from "../parts/pen.ts";
import { puffTail } from "../parts/tails.ts";
import { both, oval, placed } from "../svg.ts";
import { animal, anyFace } from "./_animal.ts";

/** A bear: round ears and a round muzzle. */
export function bear(random: Random): string {
  const size = random.uniform(16, 21);
  const nose = random.uniform(3.8, 5.5);
  return animal(random, {
    face: anyFace(random, 28, 25, 0.95),
    ears: (coat, pen, { width, height }) =>
      both(roundEar(
        {
          x: width * 0.72,
          y: -height * 0.62,
          width: size,
          length: size,
          turn: 25,
        },
        coat.base,
        lighter(coat.base, 15),
        pen,
      )),
    muzzle: (coat, pen) =>
      oval(0, 3, 11, 9, inked(pen, hex(coat.pale))) +
      placed(0, 1, 0, 1, 1, mouth(5, 4, pen)) +
      placed(0, -1.5, 0, 1, 1, ovalNose(nose, [20, 15, 12], pen)),
    tail: puffTail,
  });
}
