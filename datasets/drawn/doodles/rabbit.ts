import type { Random } from "../_random.ts";
import { hangingEar, longEar } from "../parts/ears.ts";
import { mouth } from "../parts/mouth.ts";
import { triangleNose } from "../parts/nose.ts";
import { inked } from "../parts/pen.ts";
import { puffTail } from "../parts/tails.ts";
import { whiskers } from "../parts/whiskers.ts";
import { both, box, placed } from "../svg.ts";
import { animal, anyFace } from "./_animal.ts";

/** A rabbit: ears longer than its face, up or down, and front teeth. */
export function rabbit(random: Random): string {
  const lop = random.float() < 0.35;
  const length = random.uniform(28, 36);
  const turn = random.uniform(2, 26);
  const hairs = random.float() < 0.6;
  return animal(random, {
    face: anyFace(random, 22, 22, 1),
    earsInFront: lop,
    ears: (coat, pen, { width, height }) => {
      const ear = {
        x: width * 0.42,
        y: -height * 0.7,
        width: 13,
        length,
        turn,
      };
      return both(
        lop
          ? hangingEar({ ...ear, width: 17, x: width * 0.55 }, coat.base, pen)
          : longEar(ear, coat.base, [350, 40, 75], pen),
      );
    },
    muzzle: (_, pen) =>
      box(-2.6, 5, 5.2, 5, inked({ ...pen, width: 0.8 }, "#ffffff")) +
      mouth(5, 2.5, pen) +
      placed(0, -2, 0, 1, 1, triangleNose(2.8, [350, 45, 65], pen)) +
      (hairs ? whiskers(random, 6, 16, pen.line) : ""),
    tail: puffTail,
  });
}
