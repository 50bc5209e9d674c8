import { type Random, stream } from "./_random.ts";
import { bear } from "./doodles/bear.ts";
import { butterfly } from "./doodles/butterfly.ts";
import { cup } from "./doodles/cup.ts";
import { fish } from "./doodles/fish.ts";
import { flower } from "./doodles/flower.ts";
import { fox } from "./doodles/fox.ts";
import { frog } from "./doodles/frog.ts";
import { house } from "./doodles/house.ts";
import { mouse } from "./doodles/mouse.ts";
import { mushroom } from "./doodles/mushroom.ts";
import { owl } from "./doodles/owl.ts";
import { pig } from "./doodles/pig.ts";
import { rabbit } from "./doodles/rabbit.ts";
import { sheep } from "./doodles/sheep.ts";
import { star } from "./doodles/star.ts";
import { umbrella } from "./doodles/umbrella.ts";
import type { Drawing } from "./drawing.ts";
import { jpeg } from "./jpeg.ts";
import { scene } from "./scene.ts";

/** How many doodles the sample holds: 300 of each of sixteen classes. */
export const doodleCount = 4800;

/** A figure inside the square from -50 to 50. */
type Figure = (random: Random) => string;

/** Sixteen classes, none of them a cat or a dog. */
const figures: Readonly<Record<string, Figure>> = {
  bear,
  butterfly,
  cup,
  fish,
  flower,
  fox,
  frog,
  house,
  mouse,
  mushroom,
  owl,
  pig,
  rabbit,
  sheep,
  star,
  umbrella,
};

const labels = Object.keys(figures);

/**
 * The picture of one doodle: the sixteen classes take turns.
 *
 * @example
 * ```ts
 * import { drawDoodle } from "./doodles.ts";
 * import assert from "node:assert/strict";
 *
 * const { name, label } = await drawDoodle(42, 18);
 * assert.equal(name, "cup_2.jpg");
 * assert.equal(label, "cup");
 * ```
 */
export async function drawDoodle(
  seed: number,
  index: number,
): Promise<Drawing> {
  const label = labelOf(index);
  const number = Math.floor(index / labels.length) + 1;
  return {
    name: `${label}_${number}.jpg`,
    label,
    bytes: await jpeg(doodleMarkup(seed, index)),
  };
}

/** The picture of one doodle as SVG text, the same on every machine. */
export function doodleMarkup(seed: number, index: number): string {
  const figure = figures[labelOf(index)]!;
  const shapes = figure(stream(seed, "doodle", index, "figure"));
  return scene(stream(seed, "doodle", index, "scene"), shapes);
}

function labelOf(index: number): string {
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new RangeError(
      `Cannot draw doodle ${index}: the index must be an integer from 0`,
    );
  }
  return labels[index % labels.length]!;
}
