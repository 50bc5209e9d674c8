import type { Random } from "./_random.ts";
import type { CatBreed } from "./cat_breeds.ts";
import { type Colour, hex, lighter, near } from "./colour.ts";
import { anyCoat } from "./parts/coat.ts";
import { collar } from "./parts/collar.ts";
import { pointedEar } from "./parts/ears.ts";
import { eyes } from "./parts/eyes.ts";
import { face } from "./parts/face.ts";
import { mouth } from "./parts/mouth.ts";
import { triangleNose } from "./parts/nose.ts";
import { anyPen } from "./parts/pen.ts";
import { posed } from "./parts/pose.ts";
import { bushyTail, longTail } from "./parts/tails.ts";
import { whiskers } from "./parts/whiskers.ts";
import { both, oval, placed } from "./svg.ts";

const pinks: readonly Colour[] = [[350, 45, 68], [10, 40, 60], [20, 25, 25]];

/** A cat: pointed ears, a short muzzle, a small nose and whiskers. */
export function cat(random: Random, breed: CatBreed): string {
  const pen = anyPen(random);
  const coat = anyCoat(random, breed.furs, breed.patterns);
  const width = breed.width * random.uniform(0.94, 1.06);
  const height = random.uniform(22, 26);
  const turn = random.uniform(-3.5, 3.5);
  const points = coat.pattern === "masked" ? coat.mark : coat.base;
  const ear = pointedEar(
    {
      x: width * random.uniform(0.55, 0.68),
      y: -height * 0.62,
      width: random.uniform(17, 22),
      length: breed.earLength * random.uniform(0.9, 1.15),
      turn: random.uniform(4, 28),
    },
    points,
    near([352, 35, 66], random),
    pen,
  );
  const nose = near(random.pick(pinks), random);
  const bump = oval(4.5, 1, 6.5, 5, { fill: hex(coat.pale) });
  const features = placed(
    turn,
    0,
    0,
    1,
    1,
    placed(
      0,
      -2,
      0,
      1,
      1,
      eyes({
        gap: width * random.uniform(0.4, 0.48),
        size: random.uniform(4.6, 6.4),
        iris: near([random.pick(breed.eyes), 60, 55], random),
        pupil: random.pick(["slit", "slit", "round"]),
        slant: random.uniform(5, 22),
        open: random.uniform(0.7, 1),
      }, pen),
    ),
    placed(
      turn * 0.4,
      height * 0.42,
      0,
      1,
      1,
      both(bump),
      mouth(random.uniform(4, 7), 2.4, pen),
      placed(0, -2, 0, 1, 1, triangleNose(random.uniform(2.4, 3.6), nose, pen)),
      whiskers(
        random,
        6,
        random.uniform(16, 26),
        coat.base[2] < 45 ? hex([40, 10, 88]) : hex(lighter(coat.mark, -8)),
      ),
    ),
  );
  const head = both(ear) +
    face(
      random,
      { width, height, jaw: 0.86, fluffy: breed.fluffy },
      coat,
      pen,
    ) +
    features;
  return posed(random, {
    head,
    coat,
    pen,
    tail: breed.fluffy ? bushyTail : longTail,
    collar: collar(random, 0.35, pen),
  });
}
