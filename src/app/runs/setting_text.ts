import type { Setting } from "../../flow/pipeline/override.ts";

/** A setting as it is typed: `fit.epochs=3`. */
export function settingText({ path, value }: Setting): string {
  return `${path}=${typeof value === "string" ? value : JSON.stringify(value)}`;
}
