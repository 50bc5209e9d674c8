import { z } from "zod";
import type { Choice } from "../../flow/clean/choice.ts";
import { kindOfLabel } from "../../flow/clean/kind_of_label.ts";
import { plainText } from "../../base/codec/plain_text.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import { Refusal } from "../serve/refusal.ts";
import type { Card } from "./cards.ts";

/** What a page asks for. */
export const wantedChoice = z.strictObject({
  /** The place of the card in the list. */
  card: z.int().nonnegative(),
  /** Null takes back what was chosen. */
  choice: z.enum(["keep", "drop", "relabel"]).nullable(),
  /** As it was typed or picked. */
  label: z.string().max(1000).exactOptional(),
  /** Whether a class that no item has is meant. */
  newClass: z.boolean().default(false),
  why: z.string().max(1000).exactOptional(),
  /** What the page shows as chosen: cells of a line, whatever they say. */
  before: z.record(
    z.string(),
    z.union([z.string(), z.boolean(), z.number(), z.array(z.string())]),
  ).nullable(),
});

/** What a page asks for. */
export type WantedChoice = z.output<typeof wantedChoice>;

/** A label out of what was typed, of the kind that all others are. */
function labelOf(text: string, like: LabelValue): LabelValue {
  const typed = plainText(text).trim();
  switch (kindOfLabel(like)) {
    case "classes":
      if (typed !== "") return typed;
      throw new Refusal(400, "Cannot relabel: the new label is empty");
    case "true or false":
      if (typed === "true" || typed === "false") return typed === "true";
      throw new Refusal(400, `Cannot relabel: "${typed}" is not true or false`);
    case "numbers": {
      const value = typed === "" ? NaN : Number(typed);
      if (Number.isFinite(value)) return value;
      throw new Refusal(400, `Cannot relabel: "${typed}" is no number`);
    }
    case "tags":
      return [
        ...new Set(
          typed.split(",").map((tag) => tag.trim()).filter((tag) => tag !== ""),
        ),
      ];
  }
}

/** Classes of a label that are none so far. */
function unknownIn(
  label: LabelValue,
  classes: ReadonlySet<string>,
): readonly string[] {
  if (typeof label === "number" || typeof label === "boolean") return [];
  return [label].flat().filter((each) => !classes.has(each));
}

/** What choices may be made of. */
export interface About {
  readonly classes: ReadonlySet<string>;
  /** Who is said to have chosen. */
  readonly who: string | undefined;
}

/**
 * The choice that a page asks for; nothing where one is taken back.
 *
 * @throws {Refusal} when the label is none, is the same as before, or is of a
 * class that no item has and was not said to be meant
 */
export function choiceOf(
  { choice, label: typed, newClass, why }: WantedChoice,
  { id, label: was, content }: Card,
  { classes, who }: About,
): Choice | undefined {
  if (choice === null) return undefined;
  const common = {
    item: id,
    was: typeof was === "object" ? [...was] : was,
    content,
    ...who === undefined ? {} : { who },
    ...why === undefined || why === "" ? {} : { why: plainText(why) },
  };
  if (choice !== "relabel") return { ...common, choice };
  const label = labelOf(typed ?? "", was);
  if (JSON.stringify(label) === JSON.stringify(was)) {
    throw new Refusal(400, "Cannot relabel: it is labelled so already", {
      remedy: "Keep it",
    });
  }
  const [unknown] = unknownIn(label, classes);
  if (unknown !== undefined && !newClass) {
    throw new Refusal(
      409,
      `Cannot relabel: no item is of class ${JSON.stringify(unknown)}`,
      { remedy: "Say that a new class is meant, or pick another" },
    );
  }
  return { ...common, choice, label };
}
