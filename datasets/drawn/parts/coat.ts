import type { Random } from "../_random.ts";
import { type Colour, lighter, near } from "../colour.ts";

/** The base colours of fur; cats, dogs and others share them. */
export const furs = {
  black: [25, 8, 14],
  slate: [215, 12, 38],
  silver: [210, 6, 68],
  brown: [24, 38, 26],
  chestnut: [18, 52, 34],
  ginger: [27, 70, 52],
  fawn: [34, 46, 64],
  cream: [40, 50, 82],
  white: [45, 20, 95],
} as const satisfies Record<string, Colour>;

/** The name of a base colour. */
export type Fur = keyof typeof furs;

/** How the second colour lies over the first. */
export type Pattern =
  | "plain"
  | "striped"
  | "patched"
  | "spotted"
  | "masked"
  | "blazed";

/** The colours of one animal. */
export interface Coat {
  readonly base: Colour;
  /** Stripes, patches and masks. */
  readonly mark: Colour;
  /** Muzzle and belly. */
  readonly pale: Colour;
  readonly pattern: Pattern;
}

/** A coat in one of the furs, no two quite the same. */
export function anyCoat(
  random: Random,
  choices: readonly Fur[],
  patterns: readonly Pattern[],
): Coat {
  const base = near(furs[random.pick(choices)], random);
  const dark = base[2] < 35;
  const pattern = random.pick(patterns);
  const mark = dark && pattern !== "masked"
    ? near(furs[random.pick(["fawn", "white", "silver"] as const)], random)
    : near(furs[random.pick(["black", "brown", "chestnut"] as const)], random);
  const pale = random.float() < 0.45
    ? near(furs.white, random)
    : lighter(base, random.uniform(4, 20));
  return { base, mark, pale, pattern };
}
