import type { ModulesPin } from "../lock/lock.ts";
import type { ModuleTree } from "./module_tree.ts";

/** What became of one module. */
export interface ModuleChange {
  readonly change: "added" | "removed" | "changed";
  readonly url: string;
}

/** What differs between modules that were pinned and those that are there. */
export function changesOf(
  { modules: before }: ModulesPin,
  { modules: after }: ModuleTree,
): readonly ModuleChange[] {
  const urls = [...new Set([...Object.keys(before), ...after.keys()])].sort();
  return urls.flatMap((url): ModuleChange[] => {
    const old = Object.hasOwn(before, url) ? before[url]?.sha256 : undefined;
    const now = after.get(url)?.sha256;
    if (old === now) return [];
    if (old === undefined) return [{ change: "added", url }];
    return [{ change: now === undefined ? "removed" : "changed", url }];
  });
}
