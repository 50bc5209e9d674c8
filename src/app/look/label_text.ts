import type { LabelValue } from "../../flow/kinds/targets.ts";

/** A label as people write it. */
export function labelText(label: LabelValue): string {
  if (typeof label === "object") return label.join(", ") || "(no tag)";
  return String(label);
}
