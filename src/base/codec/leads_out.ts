import { isAbsolute, normalize } from "node:path";

/** Whether a path leaves the folder that it starts from. */
export function leadsOut(path: string): boolean {
  return isAbsolute(path) || /^\.\.([/\\]|$)/.test(normalize(path));
}
