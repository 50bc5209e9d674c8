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

/** Eleven breeds of the Oxford-IIIT Pet photographs, and the tabby. */
export const catBreeds: readonly CatBreed[] = [
  {
    name: "Abyssinian",
    furs: ["chestnut", "ginger"],
    patterns: ["plain", "striped"],
    width: 25,
    earLength: 27,
    fluffy: false,
    eyes: [green],
  },
  {
    name: "Bengal",
    furs: ["fawn", "ginger"],
    patterns: ["spotted", "striped"],
    width: 26,
    earLength: 21,
    fluffy: false,
    eyes: [green],
  },
  {
    name: "Birman",
    furs: ["cream", "fawn"],
    patterns: ["masked", "blazed"],
    width: 28,
    earLength: 19,
    fluffy: true,
    eyes: [blue, green],
  },
  {
    name: "Bombay",
    furs: ["black", "brown"],
    patterns: ["plain"],
    width: 27,
    earLength: 21,
    fluffy: false,
    eyes: [amber, green],
  },
  {
    name: "British_Shorthair",
    furs: ["slate", "silver"],
    patterns: ["plain", "striped"],
    width: 31,
    earLength: 16,
    fluffy: false,
    eyes: [amber, green],
  },
  {
    name: "Egyptian_Mau",
    furs: ["silver", "fawn"],
    patterns: ["spotted"],
    width: 25,
    earLength: 24,
    fluffy: false,
    eyes: [green],
  },
  {
    name: "Maine_Coon",
    furs: ["brown", "ginger", "white"],
    patterns: ["striped", "patched"],
    width: 27,
    earLength: 26,
    fluffy: true,
    eyes: [amber, green],
  },
  {
    name: "Persian",
    furs: ["white", "cream", "slate"],
    patterns: ["plain", "blazed"],
    width: 32,
    earLength: 15,
    fluffy: true,
    eyes: [amber, green],
  },
  {
    name: "Ragdoll",
    furs: ["cream", "silver"],
    patterns: ["blazed", "masked"],
    width: 29,
    earLength: 20,
    fluffy: true,
    eyes: [blue, green],
  },
  {
    name: "Russian_Blue",
    furs: ["slate", "silver"],
    patterns: ["plain"],
    width: 25,
    earLength: 24,
    fluffy: false,
    eyes: [green],
  },
  {
    name: "Siamese",
    furs: ["cream", "fawn"],
    patterns: ["masked"],
    width: 23,
    earLength: 28,
    fluffy: false,
    eyes: [blue, green],
  },
  {
    name: "Tabby",
    furs: ["fawn", "chestnut", "silver"],
    patterns: ["striped", "patched"],
    width: 27,
    earLength: 21,
    fluffy: false,
    eyes: [green],
  },
];
