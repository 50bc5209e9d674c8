/**
 * Choices about items of a source, as a file beside the pipeline keeps them: a
 * line each, in the order of the items' ids, so that a difference reads well.
 *
 *     {"item": "cat_7.jpg", "choice": "drop", "was": "cat", "content": "3fb1…"}
 *
 * @module
 */
import { z } from "zod";
import { canonical } from "../../base/codec/canonical.ts";
import { sha256 } from "../../base/codec/sha256.ts";
import { badChoice } from "../../base/errors/clean.ts";
import type { LabelValue } from "../kinds/targets.ts";
import type { ListedItem } from "../stage/source.ts";

/** 64 bits: a guard against other content, not against a forger. */
const HASH_DIGITS = 16;

const label: z.ZodType<LabelValue> = z.union([
  z.string(),
  z.boolean(),
  z.number(),
  z.array(z.string()),
]);

const common = {
  /** The id of the item. */
  item: z.string().min(1),
  /** What it was labelled when it was looked at. */
  was: label,
  /** What it was made of when it was looked at. */
  content: z.string().regex(/^[0-9a-f]{16}$/),
  who: z.string().exactOptional(),
  why: z.string().exactOptional(),
};

const choice = z.discriminatedUnion("choice", [
  z.strictObject({ ...common, choice: z.literal("keep") }),
  z.strictObject({ ...common, choice: z.literal("drop") }),
  z.strictObject({ ...common, choice: z.literal("relabel"), label }),
]);

/** What somebody who looked at an item chose to do with it. */
export type Choice = z.output<typeof choice>;

/** The keys of a line, in the order in which they are written. */
const KEYS = ["item", "choice", "was", "label", "content", "who", "why"];

/** What a choice remembers of what an item is made of, whatever it is called. */
export function contentOf({ item, file }: ListedItem): string {
  const hash = file?.sha256 ?? sha256(canonical(item));
  return hash.slice(0, HASH_DIGITS);
}

/** The first thing that is the matter with a line. */
function complaint(line: string): Choice | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "it is not JSON";
  }
  const result = choice.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join(".") ?? "";
  return path === "" ? issue?.message ?? "" : `"${path}": ${issue?.message}`;
}

/**
 * Reads choices; blank lines are passed over.
 *
 * @param file what messages call it
 * @returns by the ids of items
 * @throws {PipelineError} when a line is none, or two are about one item
 */
export function readChoices(
  text: string,
  file: string,
): ReadonlyMap<string, Choice> {
  const choices = new Map<string, Choice>();
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const read = complaint(line);
    if (typeof read === "string") throw badChoice(file, at + 1, read);
    if (choices.has(read.item)) {
      throw badChoice(file, at + 1, `it is the second about "${read.item}"`);
    }
    choices.set(read.item, read);
  }
  return choices;
}

function line(choice: Choice): string {
  const values = new Map<string, unknown>(Object.entries(choice));
  const cells = KEYS.filter((key) => values.has(key))
    .map((key) => `${JSON.stringify(key)}: ${JSON.stringify(values.get(key))}`);
  return `{${cells.join(", ")}}\n`;
}

/** Choices as the text of a file. */
export function choicesText(choices: ReadonlyMap<string, Choice>): string {
  // By code unit: the same on every machine, whatever its language.
  return [...choices.values()].sort((a, b) => a.item < b.item ? -1 : 1)
    .map(line).join("");
}
