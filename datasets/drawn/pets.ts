import { stream } from "./_random.ts";
import { cat } from "./cat.ts";
import { type CatBreed, catBreeds } from "./cat_breeds.ts";
import { dog } from "./dog.ts";
import { type DogBreed, dogBreeds } from "./dog_breeds.ts";
import type { Drawing } from "./drawing.ts";
import { jpeg } from "./jpeg.ts";
import { scene } from "./scene.ts";

/** How many pets the sample holds: twenty of each of thirty breeds. */
export const petCount = 600;

/** Breeds in the order in which they take turns. */
const breeds: readonly (CatBreed | DogBreed)[] = [...catBreeds, ...dogBreeds];

/**
 * The picture of one drawn cat or dog: two in five are cats.
 *
 * The name is that of an Oxford-IIIT Pet photograph: the breed and a number,
 * with a capital first letter for a cat and a small one for a dog.
 *
 * @example
 * ```ts
 * import { drawPet } from "./pets.ts";
 * import assert from "node:assert/strict";
 *
 * const { name, bytes } = await drawPet(42, 0);
 * assert.equal(name, "Abyssinian_1.jpg");
 * assert.deepEqual([...bytes.subarray(0, 2)], [0xff, 0xd8]);
 * ```
 */
export async function drawPet(seed: number, index: number): Promise<Drawing> {
  const { name: label } = breedOf(index);
  const number = Math.floor(index / breeds.length) + 1;
  return {
    name: `${label}_${number}.jpg`,
    label,
    bytes: await jpeg(petMarkup(seed, index)),
  };
}

/** The picture of one pet as SVG text, the same on every machine. */
export function petMarkup(seed: number, index: number): string {
  const breed = breedOf(index);
  const random = stream(seed, "pet", index, "figure");
  const figure = "ears" in breed ? dog(random, breed) : cat(random, breed);
  return scene(stream(seed, "pet", index, "scene"), figure);
}

function breedOf(index: number): CatBreed | DogBreed {
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new RangeError(
      `Cannot draw pet ${index}: the index must be an integer from 0`,
    );
  }
  return breeds[index % breeds.length]!;
}
