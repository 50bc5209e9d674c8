import type { Fur, Pattern } from "./parts/coat.ts";

/** What makes a cat of one breed look it. */
export interface CatBreed {
  /** As in file names: breeds of cats begin with a capital letter. */
  readonly name: string;
  readonly furs: readonly Fur[];
  readonly patterns: readonly Pattern[];
  /** Half the width of the face for one of height 24. */
  readonly width: number;
  readonly earLength: number;
  readonly fluffy: boolean;
  /** Hues of the iris. */
  readonly eyes: readonly number[];
}

const green = 95, amber = 42, blue = 208;

/** Twelve breeds, as in the Oxford-IIIT Pet photographs. */
export const catBreeds: readonly CatBreed[] = [
  breed("Abyssinian", ["chestnut", "ginger"], ["plain", "striped"], 25, 27),
  breed("Bengal", ["fawn", "ginger"], ["spotted", "striped"], 26, 21),
  breed("Birman", ["cream", "fawn"], ["masked", "blazed"], 28, 19, blue, true),
  breed("Bombay", ["black", "brown"], ["plain"], 27, 21, amber),
  breed(
    "British_Shorthair",
    ["slate", "silver"],
    ["plain", "striped"],
    31,
    16,
    amber,
  ),
  breed("Egyptian_Mau", ["silver", "fawn"], ["spotted"], 25, 24),
  breed(
    "Maine_Coon",
    ["brown", "ginger", "white"],
    ["striped", "patched"],
    27,
    26,
    amber,
    true,
  ),
  breed(
    "Persian",
    ["white", "cream", "slate"],
    ["plain", "blazed"],
    32,
    15,
    amber,
    true,
  ),
  breed(
    "Ragdoll",
    ["cream", "silver"],
    ["blazed", "masked"],
    29,
    20,
    blue,
    true,
  ),
  breed("Russian_Blue", ["slate", "silver"], ["plain"], 25, 24),
  breed("Siamese", ["cream", "fawn"], ["masked"], 23, 28, blue),
  breed(
    "Tabby",
    ["fawn", "chestnut", "silver"],
    ["striped", "patched"],
    27,
    21,
  ),
];

function breed(
  name: string,
  furs: readonly Fur[],
  patterns: readonly Pattern[],
  width: number,
  earLength: number,
  eye = green,
  fluffy = false,
): CatBreed {
  return { name, furs, patterns, width, earLength, fluffy, eyes: [eye, green] };
}
