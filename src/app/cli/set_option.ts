import { collectSetting } from "./options.ts";

/** `--set` chooses the set, and with `=` changes a param, as elsewhere. */
function isSet(text: string): text is "train" | "valid" {
  return text === "train" || text === "valid";
}

type Settings = ReturnType<typeof collectSetting>;

/** What was given to `--set`: a set, settings, or both. */
interface Given {
  readonly set: "train" | "valid";
  readonly settings: Settings;
}

/** Collects `--set train` and `--set path=value`. */
export function collectGiven(text: string, given?: Given): Given {
  const { set = "train" as const, settings = [] } = given ?? {};
  return isSet(text)
    ? { set: text, settings }
    : { set, settings: collectSetting(text, settings) };
}
