import type { Random } from "../_random.ts";
import { lighter } from "../colour.ts";
import { foldedEar, pointedEar } from "../parts/ears.ts";
import { mouth } from "../parts/mouth.ts";
import { snout } from "../parts/nose.ts";
import { curledTail } from "../parts/tails.ts";
import { both, placed } from "../svg.ts";
import { animal, anyFace } from "./_animal.ts";

/** A pig: a snout with two nostrils, and ears that stand or fold. */
export function pig(random: Random): string {
  const size = random.uniform(8, 11);
  const folded = random.float() < 0.5;
  const length = random.uniform(15, 22);
  return animal(random, {
    face: anyFace(random, 28, 25, 0.95),
    earsInFront: folded,
    ears: (coat, pen, { width, height }) => {
      const ear = {
        x: width * 0.65,
        y: -height * 0.65,
        width: 17,
        length,
        turn: 24,
      };
      return both(
        folded
          ? foldedEar(ear, coat.base, pen)
          : pointedEar(ear, coat.base, [350, 40, 70], pen),
      );
    },
    muzzle: (coat, pen) =>
      placed(0, 7, 0, 1, 1, mouth(7, 2, pen)) +
      snout(size, lighter(coat.pale, -10), pen),
    tail: curledTail,
  });
}
