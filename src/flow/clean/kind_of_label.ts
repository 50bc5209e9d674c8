import type { LabelValue } from "../kinds/targets.ts";

/** What a label is, in words; labels of one pipeline are all of one kind. */
export type LabelKind = "classes" | "true or false" | "numbers" | "tags";

/** The kind of a label. */
export function kindOfLabel(label: LabelValue): LabelKind {
  if (typeof label === "string") return "classes";
  if (typeof label === "boolean") return "true or false";
  return typeof label === "number" ? "numbers" : "tags";
}
