import type { Random } from "./_random.ts";
import { type Colour, hex, lighter, near } from "./colour.ts";
import type { DogBreed } from "./dog_breeds.ts";
import { anyCoat, type Coat } from "./parts/coat.ts";
import { collar } from "./parts/collar.ts";
import { foldedEar, hangingEar, pointedEar } from "./parts/ears.ts";
import { eyes } from "./parts/eyes.ts";
import { face } from "./parts/face.ts";
import { mouth, tongue } from "./parts/mouth.ts";
import { ovalNose } from "./parts/nose.ts";
import { anyPen, inked, type Pen } from "./parts/pen.ts";
import { posed } from "./parts/pose.ts";
import { bushyTail, curledTail, shortTail } from "./parts/tails.ts";
import { both, oval, placed } from "./svg.ts";

/** A dog: a long muzzle, a large nose, and ears that mostly hang. */
export function dog(random: Random, breed: DogBreed): string {
  const pen = anyPen(random);
  const coat = anyCoat(random, breed.furs, breed.patterns);
  const width = breed.width * random.uniform(0.94, 1.06);
  const height = random.uniform(23, 27);
  const turn = random.uniform(-4, 4);
  const ear = both(oneEar(random, breed, width, height, coat, pen));
  const upright = breed.ears === "upright";
  const features = placed(
    turn,
    0,
    0,
    1,
    1,
    placed(
      0,
      -6,
      0,
      1,
      1,
      eyes({
        gap: width * random.uniform(0.36, 0.45),
        size: random.uniform(3.4, 5),
        iris: near(random.pick(irises), random),
        pupil: random.pick(["bead", "bead", "round"]),
        slant: random.uniform(-14, 6),
        open: random.uniform(0.85, 1),
      }, pen),
    ),
    placed(turn * 0.5, 0, 0, 1, 1, muzzle(random, breed, coat, pen)),
  );
  const skull = face(
    random,
    { width, height, jaw: random.uniform(0.7, 0.9), fluffy: breed.fluffy },
    coat,
    pen,
  );
  return posed(random, {
    head: upright ? ear + skull + features : skull + ear + features,
    coat,
    pen,
    tail: random.pick([shortTail, curledTail, bushyTail]),
    collar: collar(random, 0.5, pen),
  });
}

const irises: readonly Colour[] = [[28, 60, 38], [40, 55, 45], [205, 50, 60]];

function oneEar(
  random: Random,
  breed: DogBreed,
  width: number,
  height: number,
  coat: Coat,
  pen: Pen,
): string {
  const dark = random.float() < 0.5;
  const fur = dark && coat.pattern !== "plain"
    ? coat.mark
    : lighter(coat.base, -8);
  const ear = {
    x: width * random.uniform(0.6, 0.74),
    y: -height * random.uniform(0.6, 0.72),
    width: random.uniform(15, 20),
    length: breed.earLength * random.uniform(0.9, 1.12),
    turn: random.uniform(2, 24),
  };
  if (breed.ears === "hanging") return hangingEar(ear, fur, pen);
  if (breed.ears === "folded") return foldedEar(ear, fur, pen);
  return pointedEar(ear, fur, near([15, 30, 62], random), pen);
}

/** The muzzle stands out from the face and ends below it. */
function muzzle(
  random: Random,
  breed: DogBreed,
  coat: Coat,
  pen: Pen,
): string {
  const fill = coat.pattern === "masked" ? coat.mark : coat.pale;
  const width = random.uniform(11, 14.5);
  const top = random.uniform(-1, 3);
  const reach = (breed.muzzle - top) / 2;
  const outline = { ...pen, width: pen.width * 0.7 };
  const nose = near(random.pick(noses), random);
  const size = random.uniform(5, 7);
  const lip = breed.muzzle - random.uniform(6, 8);
  const pants = random.float() < 0.45;
  return (pants
    ? placed(
      0,
      breed.muzzle - 4,
      random.uniform(-12, 12),
      1,
      1,
      tongue(random.uniform(7, 10), random.uniform(10, 16), pen),
    )
    : "") +
    oval(0, top + reach, width, reach, inked(outline, hex(fill))) +
    placed(0, lip - 4, 0, 1, 1, mouth(width * 0.55, 4, pen)) +
    placed(0, top + size * 0.9, 0, 1, 1, ovalNose(size, nose, pen));
}

const noses: readonly Colour[] = [[20, 15, 10], [20, 15, 14], [15, 35, 24]];
