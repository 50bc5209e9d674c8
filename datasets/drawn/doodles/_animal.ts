import type { Random } from "../_random.ts";
import type { Colour } from "../colour.ts";
import { near } from "../colour.ts";
import {
  anyCoat,
  type Coat,
  type Fur,
  furs,
  type Pattern,
} from "../parts/coat.ts";
import { eyes } from "../parts/eyes.ts";
import { type Face, face } from "../parts/face.ts";
import { anyPen, type Pen } from "../parts/pen.ts";
import { posed } from "../parts/pose.ts";
import type { Tail } from "../parts/torso.ts";
import { collar } from "../parts/collar.ts";
import { placed } from "../svg.ts";

/** An animal by what sets its head apart from others. */
export interface Animal {
  readonly face: Face;
  /** The ears, both of them. */
  readonly ears: (coat: Coat, pen: Pen, face: Face) => string;
  /** Whether the ears lie over the face. */
  readonly earsInFront?: boolean;
  /** Nose, mouth and the like, around the middle of the lower face. */
  readonly muzzle: (coat: Coat, pen: Pen, face: Face) => string;
  readonly tail: Tail;
}

const patterns: readonly Pattern[] = [
  "plain",
  "plain",
  "striped",
  "patched",
  "spotted",
  "masked",
  "blazed",
];
const irises: readonly Colour[] = [[28, 60, 40], [45, 65, 55], [95, 50, 55], [
  205,
  50,
  60,
]];

/** Draws an animal in fur of any colour: only its shape tells what it is. */
export function animal(random: Random, parts: Animal): string {
  const pen = anyPen(random);
  const coat = anyCoat(random, Object.keys(furs) as Fur[], patterns);
  const turn = random.uniform(-4, 4);
  const ears = parts.ears(coat, pen, parts.face);
  const skull = face(random, parts.face, coat, pen);
  const look = eyes({
    gap: parts.face.width * random.uniform(0.36, 0.48),
    size: random.uniform(3.4, 6.2),
    iris: near(random.pick(irises), random),
    pupil: random.pick(["bead", "round", "slit"]),
    slant: random.uniform(-14, 20),
    open: random.uniform(0.7, 1),
  }, pen);
  const features = placed(
    turn,
    0,
    0,
    1,
    1,
    placed(0, random.uniform(-6, -2), 0, 1, 1, look),
    placed(
      turn * 0.5,
      parts.face.height * 0.4,
      0,
      1,
      1,
      parts.muzzle(coat, pen, parts.face),
    ),
  );
  return posed(random, {
    head: parts.earsInFront ? skull + ears + features : ears + skull + features,
    coat,
    pen,
    tail: parts.tail,
    collar: collar(random, 0.3, pen),
  });
}

/** A face of about these measures; every second one is fluffy if it may be. */
export function anyFace(
  random: Random,
  width: number,
  height: number,
  jaw: number,
  mayBeFluffy = false,
): Face {
  return {
    width: width * random.uniform(0.92, 1.08),
    height: height * random.uniform(0.92, 1.08),
    jaw,
    fluffy: mayBeFluffy && random.float() < 0.5,
  };
}
