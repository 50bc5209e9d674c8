import { InvalidArgumentError } from "@commander-js/extra-typings";
import type { Json } from "../../flow/kinds/json.ts";
import type { Setting } from "../../flow/pipeline/override.ts";

/** `3` as a number, `true` as a boolean, `[1, 2]` as a list, other as words. */
function valueOf(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Collects `--set path=value`. */
export function collectSetting(
  text: string,
  before: readonly Setting[] = [],
): readonly Setting[] {
  const cut = text.indexOf("=");
  if (cut < 1) {
    throw new InvalidArgumentError(
      "Write path=value, such as fit.epochs=3",
    );
  }
  const path = text.slice(0, cut).trim();
  return [...before, { path, value: valueOf(text.slice(cut + 1)) }];
}
