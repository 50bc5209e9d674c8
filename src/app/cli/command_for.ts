import type { Setting } from "../../flow/pipeline/override.ts";
import { settingText } from "../runs/setting_text.ts";

/** What to type to train a pipeline, or to go on with that. */
export function commandFor(
  pipeline: string,
  settings: readonly Setting[],
): string {
  const words = settings.flatMap((each) => ["--set", settingText(each)]);
  return ["deno task train", ...[pipeline, ...words].map(quoted)].join(" ");
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`;
}
