import { defaultCacheRoot, userCacheRoot } from "../../base/store/root.ts";

/**
 * Where datasets, weights and drivers of all pipelines are kept: one folder, or
 * two, or none where no home is known. Whoever needs one then says so.
 */
export function dataRoots(): readonly string[] {
  const roots = [defaultCacheRoot, userCacheRoot].flatMap((rootOf) => {
    try {
      return [rootOf()];
    } catch {
      return [];
    }
  });
  return [...new Set(roots)];
}
