import {
  augment,
  brightness,
  contrast,
  flip,
  image,
  randomResizedCrop,
  rotate,
  warp,
  zoom,
} from "leat";
import sharp from "sharp";
import { stream } from "../../../src/base/random/stream.ts";
import type { Random } from "../../../src/base/random/random.ts";
import { transformTraining } from "../../../src/engine/train/transform_batch.ts";
import type { Tensors } from "../../../src/flow/stage/tensors.ts";
import type {
  Affine,
  Lighting,
  TransformBehaviour,
} from "../../../src/flow/stage/transform.ts";
import { type Rows, type Value, within } from "../compare.ts";
import { onProcessor, wave } from "./formula.ts";
import { setting } from "./setting.ts";

const DRAWS = 20_000;
/** Four deviations of a share of that many. */
const SHARE = 0.02;
/** How near that many draws come to the end of their range. */
const RANGE = 1e-3;

interface Drawing {
  readonly behaviour: TransformBehaviour;
}

function draws<Drawn>(draw: (random: Random) => Drawn): Drawn[] {
  return Array.from({ length: DRAWS }, (_, at) => draw(stream(0, "draw", at)));
}

function affines({ behaviour }: Drawing): Affine[] {
  if (!("affine" in behaviour)) throw new TypeError("It moves nothing");
  return draws((random) => behaviour.affine(random));
}

function lightings({ behaviour }: Drawing): Lighting[] {
  if (!("lighting" in behaviour)) throw new TypeError("It lights nothing");
  return draws((random) => behaviour.lighting(random));
}

function share<Drawn>(all: readonly Drawn[], is: (each: Drawn) => boolean) {
  return within(SHARE, all.filter(is).length / all.length);
}

/** The smallest and the largest of many. */
function ends(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)],
    [Infinity, -Infinity],
  );
}

/** What becomes of one grey picture `[height, width]`, values 0 to 1. */
function pictured(
  tf: Tensors,
  transforms: readonly TransformBehaviour[],
  pixels: Float32Array,
  [height, width]: readonly [number, number],
): number[] {
  return tf.tidy(() => {
    const grey = tf.tensor4d(pixels, [1, height, width, 1]);
    const context = { tf, seed: 0, epoch: 0, ids: ["picture"] };
    const done = transformTraining(
      context,
      transforms,
      tf.tile(grey, [1, 1, 1, 3]),
    );
    return [...tf.slice(done, [0, 0, 0, 0], [1, height, width, 1]).dataSync()];
  });
}

function pictures(tf: Tensors): Rows {
  const greys = Float32Array.from(
    { length: 12 },
    (_, at) => at / 11,
  );
  const lit = (...lights: readonly Lighting[]) =>
    pictured(
      tf,
      lights.map((light) => ({ when: "train", lighting: () => light })),
      greys,
      [3, 4],
    );
  const lighter = { scale: 1, shift: Math.log(0.6 / 0.4) };
  const harder = { scale: 1.2, shift: 0 };
  const matrix: Affine = [0.9, 0.3, 0.2, -0.2, 1.1, -0.3];
  const picture = wave(25, { size: 0.5 }).map((each) => each + 0.5);
  return {
    "brightness 0.6 of greys": lit(lighter),
    "contrast 1.2 of greys": lit(harder),
    "brightness 0.6 and contrast 1.2 of greys": lit(lighter, harder),
    "a picture moved by a matrix, reflected": pictured(
      tf,
      [{ when: "train", affine: () => matrix }],
      picture,
      [5, 5],
    ),
  };
}

/** What transforms draw when nothing is told. */
function drawn(): Rows {
  const turns = affines(rotate());
  const zooms = affines(zoom());
  const lights = lightings(brightness());
  const contrasts = lightings(contrast());
  const degrees = ([, , , sine]: Affine) => Math.asin(sine) * 180 / Math.PI;
  const [, most] = ends(turns.map(degrees));
  const [low, high] = ends(zooms.map(([side]) => 1 / side));
  const [, shift] = ends(lights.map(({ shift }) => shift));
  const [scale] = ends(contrasts.map(({ scale }) => scale));
  return {
    "flip: share of images": share(affines(flip()), ([side]) => side < 0),
    "rotate: most degrees": within(RANGE, most),
    "rotate: share of images": share(turns, ([, , , sine]) => sine !== 0),
    "zoom: from, to": within(RANGE, [low, high]),
    "zoom: share of images": share(zooms, ([side]) => side !== 1),
    "brightness: most": within(RANGE, 2 / (1 + Math.exp(-shift)) - 1),
    "brightness: share of images": share(lights, ({ shift }) => shift !== 0),
    "contrast: most": within(RANGE, 1 - scale),
    "contrast: share of images": share(contrasts, ({ scale }) => scale !== 1),
  };
}

/** The pixels that validation enlarges an image to before it takes the middle. */
function enlarged(size: number): Value {
  const { behaviour } = randomResizedCrop({ size });
  if (!("view" in behaviour)) throw new TypeError("It shows no part");
  const [side] = behaviour.view({ height: 500, width: 500 });
  return (size - 1) / side + 1;
}

/** A picture of 9 x 14 pixels as a square of 6. */
async function resized(method: "crop" | "squish" | "pad"): Promise<Rows> {
  const [height, width] = [9, 14];
  const pixels = Uint8Array.from({ length: height * width * 3 }, (_, byte) => {
    const channel = byte % 3;
    const x = Math.floor(byte / 3) % width;
    const y = Math.floor(byte / 3 / width);
    return (17 * x + 31 * y + 50 * channel + x * y * 5) & 255;
  });
  const raw = { width, height, channels: 3 } as const;
  const file = await sharp(pixels, { raw }).png().toBuffer();
  const { behaviour } = image({ size: 6, method });
  const [square = []] = await behaviour.encoder(behaviour.fit([])).encode({
    id: "picture.png",
    item: null,
    read: () => Promise.resolve(Uint8Array.from(file)),
  });
  return { [`Resize, ${method}: a picture of 9 x 14`]: [...square] };
}

/** Sections 2.10 and 2.11: resizing and augmentation. */
export async function augmentation(): Promise<Rows> {
  const all = augment();
  const crop = randomResizedCrop({ size: 224 });
  return {
    ...drawn(),
    "warp: magnitude": setting(warp(), "magnitude"),
    "warp: probability": setting(warp(), "probability"),
    "aug_transforms: flip, flip vertically": [
      setting(all, "flip") === true,
      setting(all, "flipVertically") === true,
    ],
    "aug_transforms: rotation, zoom, lighting, warp": [
      "maxRotate",
      "minZoom",
      "maxZoom",
      "maxLighting",
      "maxWarp",
    ].map((name) => Number(setting(all, name))),
    "aug_transforms: probabilities": [
      Number(setting(all, "affineProbability")),
      Number(setting(all, "lightingProbability")),
    ],
    "Resize: method": setting(image({ size: 224 }), "method"),
    ...await resized("crop"),
    ...await resized("squish"),
    ...await resized("pad"),
    "RandomResizedCrop: scales": [
      Number(setting(crop, "minScale")),
      Number(setting(crop, "maxScale")),
    ],
    "RandomResizedCrop: ratios": setting(crop, "ratio"),
    "RandomResizedCrop: validation cuts 224 from": enlarged(224),
    ...await onProcessor(pictures),
  };
}
