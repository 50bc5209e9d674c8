/**
 * What pictures tell that were looked at: copies that are not the very same
 * file, odd sizes, pictures of nothing.
 *
 * @module
 */
import {
  hammingDistance,
  hashWords,
} from "../../base/codec/perceptual_hash.ts";
import type { Front } from "../graph/front.ts";
import { type Finding, plural } from "./finding.ts";
import {
  type Placed,
  placedOf,
  setsText,
  sharedWithTraining,
} from "./placed.ts";

/** A picture that was looked at. */
export interface Look {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** 16 hex digits, alike where pictures look alike. */
  readonly hash: string;
  /** Greys of a small square. */
  readonly thumb: readonly number[];
}

/** Bits that hashes of copies differ by at most, of 64. */
const NEAR = 10;

/** How well the greys of copies agree at least: 1 is all. */
const ALIKE = 0.97;

/** Greys that spread less show nothing: all such look alike. */
const FLAT = 4;

/** A side that is so many times longer than the other. */
const LONG = 3;

function spread(thumb: readonly number[]): number {
  const mean = thumb.reduce((sum, each) => sum + each, 0) / thumb.length;
  const squares = thumb.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return Math.sqrt(squares / thumb.length);
}

/** How well greys go up and down together, whatever their light: -1 to 1. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (of: readonly number[]) =>
    of.reduce((sum, each) => sum + each, 0) / of.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = a.reduce(
    (total, each, at) => total + (each - ma) * ((b[at] ?? 0) - mb),
    0,
  );
  return sum / (a.length * spread(a) * spread(b));
}

/** Pairs of pictures that look the same, their light and size aside. */
export function lookAlikes(
  looks: readonly Look[],
): readonly (readonly [Look, Look])[] {
  const shown = looks.filter(({ thumb }) => spread(thumb) >= FLAT)
    .map((look) => ({ look, words: hashWords(look.hash) }));
  const pairs: (readonly [Look, Look])[] = [];
  for (let at = 0; at < shown.length; at++) {
    const a = shown[at];
    for (let next = at + 1; next < shown.length; next++) {
      const b = shown[next];
      if (!a || !b || hammingDistance(a.words, b.words) > NEAR) continue;
      if (correlation(a.look.thumb, b.look.thumb) < ALIKE) continue;
      pairs.push([a.look, b.look]);
    }
  }
  return pairs;
}

/** Pairs of pictures that look the same and are not the same file. */
function nearDuplicates(
  front: Front,
  looks: readonly Look[],
): readonly Finding[] {
  const contents = new Map(
    front.items.map(({ id, file }) => [id, file?.sha256]),
  );
  const placed = new Map(placedOf(front).map((each) => [each.id, each]));
  const pairs = lookAlikes(looks).flatMap(([a, b]) => {
    const [one, other] = [placed.get(a.id), placed.get(b.id)];
    const same = contents.get(a.id) === contents.get(b.id);
    return same || !one || !other ? [] : [[one, other] as const];
  });
  const across = pairs.filter(sharedWithTraining);
  const torn = pairs.filter(([a, b]) =>
    a?.set !== "test" && b?.set !== "test" &&
    JSON.stringify(a?.label) !== JSON.stringify(b?.label)
  );
  const within = pairs.filter((pair) => !sharedWithTraining(pair));
  const finding = (
    kind: Finding["kind"],
    level: Finding["level"],
    found: readonly (readonly Placed[])[],
    text: string,
    tell: (pair: readonly Placed[]) => string = setsText,
  ): Finding[] =>
    found.length === 0 ? [] : [{ kind, level, text, about: found.map(tell) }];
  return [
    ...finding(
      "near-duplicates",
      "warning",
      across,
      `${
        plural(across.length, "pair looks", "pairs look")
      } the same across the split: figures will flatter`,
    ),
    ...finding(
      "labels",
      "warning",
      torn,
      `${
        plural(
          torn.length,
          "pair looks the same and has",
          "pairs look the same and have",
        )
      } two labels`,
      (pair) =>
        pair.map(({ id, label }) => `${id} is ${JSON.stringify(label)}`)
          .join(", "),
    ),
    ...finding(
      "near-duplicates",
      "note",
      within,
      `${
        plural(within.length, "pair looks", "pairs look")
      } the same within a set`,
    ),
  ];
}

/** @param size pixels a side that the input asks for, if it does */
function sizes(
  looks: readonly Look[],
  size: number | undefined,
): readonly Finding[] {
  const text = ({ id, width, height }: Look) => `${id}: ${width} x ${height}`;
  const small = size === undefined
    ? []
    : looks.filter(({ width, height }) => Math.min(width, height) < size);
  const long = looks.filter(({ width, height }) =>
    Math.max(width, height) >= LONG * Math.min(width, height)
  );
  return [
    ...small.length === 0 ? [] : [{
      kind: "sizes" as const,
      level: small.length * 2 > looks.length
        ? "warning" as const
        : "note" as const,
      text: `${
        plural(small.length, "picture is", "pictures are")
      } smaller than the ${size} pixels of the input, and enlarged`,
      about: small.map(text),
    }],
    ...long.length === 0 ? [] : [{
      kind: "sizes" as const,
      level: "warning" as const,
      text: `${
        plural(long.length, "picture is", "pictures are")
      } over ${LONG} times longer on one side than on the other`,
      about: long.map(text),
    }],
  ];
}

/** What pictures tell that were looked at. */
export function pictures(
  front: Front,
  looks: readonly Look[],
  size: number | undefined,
): readonly Finding[] {
  const flat = looks.filter(({ thumb }) => spread(thumb) < FLAT);
  return [
    ...nearDuplicates(front, looks),
    ...sizes(looks, size),
    ...flat.length === 0 ? [] : [{
      kind: "flat" as const,
      level: "warning" as const,
      text: `${
        plural(flat.length, "picture is", "pictures are")
      } of almost one grey`,
      about: flat.map(({ id }) => id),
    }],
  ];
}
