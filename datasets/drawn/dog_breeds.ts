import type { Fur, Pattern } from "./parts/coat.ts";

/** What makes a dog of one breed look it. */
export interface DogBreed {
  /** As in file names: breeds of dogs are in lower case. */
  readonly name: string;
  readonly furs: readonly Fur[];
  readonly patterns: readonly Pattern[];
  readonly ears: "hanging" | "folded" | "upright";
  readonly earLength: number;
  /** Half the width of the face. */
  readonly width: number;
  /** How far the muzzle reaches below the middle of the face. */
  readonly muzzle: number;
  readonly fluffy: boolean;
}

/** Eighteen breeds of the Oxford-IIIT Pet photographs. */
export const dogBreeds: readonly DogBreed[] = [
  breed(
    "american_bulldog",
    ["white", "fawn"],
    ["patched"],
    "folded",
    17,
    29,
    27,
  ),
  breed(
    "basset_hound",
    ["white", "chestnut"],
    ["patched", "blazed"],
    "hanging",
    46,
    22,
    33,
  ),
  breed(
    "beagle",
    ["chestnut", "white"],
    ["blazed", "patched"],
    "hanging",
    34,
    23,
    29,
  ),
  breed("boxer", ["fawn", "chestnut"], ["masked"], "folded", 20, 25, 30),
  breed(
    "chihuahua",
    ["fawn", "black", "cream"],
    ["plain", "blazed"],
    "upright",
    25,
    23,
    24,
  ),
  breed(
    "english_cocker_spaniel",
    ["ginger", "black", "slate"],
    ["plain", "spotted"],
    "hanging",
    42,
    22,
    29,
  ),
  breed(
    "german_shorthaired",
    ["brown", "silver"],
    ["spotted", "plain"],
    "hanging",
    33,
    22,
    32,
  ),
  breed(
    "great_pyrenees",
    ["white", "cream"],
    ["plain"],
    "hanging",
    26,
    27,
    29,
    true,
  ),
  breed(
    "havanese",
    ["silver", "cream", "brown"],
    ["plain", "patched"],
    "hanging",
    35,
    26,
    26,
    true,
  ),
  breed(
    "leonberger",
    ["ginger", "chestnut"],
    ["masked"],
    "hanging",
    28,
    26,
    30,
    true,
  ),
  breed(
    "newfoundland",
    ["black", "brown"],
    ["plain"],
    "hanging",
    28,
    28,
    29,
    true,
  ),
  breed(
    "pomeranian",
    ["ginger", "cream"],
    ["plain"],
    "upright",
    15,
    27,
    23,
    true,
  ),
  breed("pug", ["fawn", "silver"], ["masked"], "folded", 18, 28, 23),
  breed(
    "saint_bernard",
    ["white", "chestnut"],
    ["patched", "blazed"],
    "hanging",
    28,
    28,
    31,
  ),
  breed("samoyed", ["white", "cream"], ["plain"], "upright", 20, 28, 28, true),
  breed(
    "shiba_inu",
    ["ginger", "fawn"],
    ["blazed", "plain"],
    "upright",
    20,
    26,
    27,
  ),
  breed(
    "wheaten_terrier",
    ["fawn", "cream", "silver"],
    ["plain"],
    "folded",
    21,
    25,
    31,
    true,
  ),
  breed(
    "yorkshire_terrier",
    ["chestnut", "slate"],
    ["masked", "striped"],
    "upright",
    21,
    23,
    25,
    true,
  ),
];

function breed(
  name: string,
  furs: readonly Fur[],
  patterns: readonly Pattern[],
  ears: DogBreed["ears"],
  earLength: number,
  width: number,
  muzzle: number,
  fluffy = false,
): DogBreed {
  return { name, furs, patterns, ears, earLength, width, muzzle, fluffy };
}
