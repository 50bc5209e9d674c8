import type { Random } from "../_random.ts";
import { near } from "../colour.ts";
import { roundEar } from "../parts/ears.ts";
import { mouth } from "../parts/mouth.ts";
import { ovalNose } from "../parts/nose.ts";
import { longTail } from "../parts/tails.ts";
import { whiskers } from "../parts/whiskers.ts";
import { both, placed } from "../svg.ts";
import { animal, anyFace } from "./_animal.ts";

/** A mouse: round ears almost as large as its small face, and whiskers. */
export function mouse(random: Random): string {
  const size = random.uniform(27, 34);
  const pink = near([350, 45, 70], random);
  return animal(random, {
    face: anyFace(random, 20, 21, 0.6),
    ears: (coat, pen, { width, height }) =>
      both(roundEar(
        {
          x: width * 0.85,
          y: -height * 0.5,
          width: size,
          length: size,
          turn: 30,
        },
        coat.base,
        pink,
        pen,
      )),
    muzzle: (_, pen) =>
      placed(
        0,
        5,
        0,
        1,
        1,
        mouth(4, 3, pen),
        whiskers(random, 4, 17, pen.line),
      ) +
      placed(0, 4, 0, 1, 1, ovalNose(3, pink, pen)),
    tail: longTail,
  });
}
