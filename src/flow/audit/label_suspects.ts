import type { Front } from "../graph/front.ts";
import { type Finding, plural } from "./finding.ts";
import { placedOf } from "./placed.ts";

/** A name as words, with a space around each: `Red-Panda_12.jpg`. */
function words(name: string): string {
  const parts = name.replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2").toLowerCase()
    .split(/[^\p{L}]+/u).filter((part) => part !== "");
  return ` ${parts.join(" ")} `;
}

/** The last part of a path, without its ending. */
function stem(path: string): string {
  return (path.split("/").at(-1) ?? "").replace(/\.\w+$/, "");
}

/** Files whose name has the name of another class in it, and not their own. */
export function labelSuspects(front: Front): readonly Finding[] {
  const placed = placedOf(front).filter(({ set, label }) =>
    set !== "test" && typeof label === "string"
  );
  const classes = [...new Set(placed.map(({ label }) => String(label)))]
    .map((name) => ({ name, words: words(name) }))
    .filter(({ words }) => words.trim() !== "");
  if (!front.items.some(({ file }) => file)) return [];
  const found = placed.flatMap(({ id, label }) => {
    const name = words(stem(id));
    const named = classes.filter(({ words }) => name.includes(words))
      .map(({ name }) => name);
    const [other] = named;
    return other === undefined || named.includes(String(label))
      ? []
      : [`${id} is "${label}", and is called "${other}"`];
  });
  return found.length === 0 ? [] : [{
    kind: "labels",
    level: "warning",
    text: `${
      plural(found.length, "file is", "files are")
    } called as another class is`,
    about: found,
  }];
}
