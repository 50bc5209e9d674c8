import type { Random } from "../_random.ts";
import { hex } from "../colour.ts";
import { pointedEar } from "../parts/ears.ts";
import { ovalNose } from "../parts/nose.ts";
import { inked } from "../parts/pen.ts";
import { bushyTail } from "../parts/tails.ts";
import { both, commands, placed, shape } from "../svg.ts";
import { animal, anyFace } from "./_animal.ts";

/** A fox: pointed ears and a face that narrows to the nose. */
export function fox(random: Random): string {
  const length = random.uniform(20, 29);
  const turn = random.uniform(8, 26);
  const reach = random.uniform(16, 22);
  return animal(random, {
    face: anyFace(random, 25, 22, 0.5, true),
    ears: (coat, pen, { width, height }) =>
      both(pointedEar(
        { x: width * 0.62, y: -height * 0.6, width: 19, length, turn },
        coat.base,
        coat.mark,
        pen,
      )),
    muzzle: (coat, pen) =>
      shape(
        commands`M -13 -2 Q 0 -10 13 -2 Q 5 ${reach * 0.6} 0 ${reach} Q -5 ${
          reach * 0.6
        } -13 -2 Z`,
        inked(pen, hex(coat.pale)),
      ) + placed(0, reach - 3, 0, 1, 1, ovalNose(3.8, [20, 15, 10], pen)),
    tail: bushyTail,
  });
}
