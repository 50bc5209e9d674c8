import { z } from "zod";
import { notAFile, outsideFolders } from "../../base/errors/split.ts";
import { defineStage } from "../../flow/stage/define_stage.ts";
import type { SplitItem } from "../../flow/stage/split.ts";
import type { Split } from "../../flow/stage/stage.ts";
import { cellOf } from "./_cell.ts";
import { neededSets, type SetName, sortIntoSets } from "./_sets.ts";

/** Settings of {@linkcode folders}: folder names, each without a slash. */
export interface FoldersOptions {
  /** `"train"` unless told. */
  readonly train?: string;
  /** `"valid"` unless told. */
  readonly valid?: string;
  /** None unless told. */
  readonly test?: string;
}

/** The set that a folder of some name means. */
type SetOfFolder = ReadonlyMap<string, SetName>;

function setOf({ id, item }: SplitItem, setOfFolder: SetOfFolder): SetName {
  const path = cellOf(item, "path");
  if (typeof path !== "string") throw notAFile(id);
  for (const folder of path.split("/").slice(0, -1)) {
    const set = setOfFolder.get(folder);
    if (set !== undefined) return set;
  }
  throw outsideFolders(path, [...setOfFolder.keys()]);
}

const folderName = z.string().regex(/^[^/\\]+$/, {
  error: "must be the name of one folder, without a slash",
});

/** The definition of {@linkcode folders}. */
export const foldersStage = defineStage("split", {
  op: "folders",
  version: 1,
  params: z.strictObject({
    train: folderName.default("train"),
    valid: folderName.default("valid"),
    test: folderName.exactOptional(),
  }).refine(
    (names) => new Set(Object.values(names)).size === Object.keys(names).length,
    { error: "each set must have a folder of its own" },
  ),
  behave({ train, valid, test }) {
    const setOfFolder: SetOfFolder = new Map<string, SetName>([
      [train, "train"],
      [valid, "valid"],
      ...(test === undefined ? [] : [[test, "test"] as const]),
    ]);
    return {
      divide: (items) =>
        sortIntoSets(items, {
          op: "folders",
          needed: neededSets(test !== undefined),
          remedy: "Add files to that folder, or correct its name",
          setOf: (item) => setOf(item, setOfFolder),
        }),
    };
  },
});

/**
 * Divides files by the folder they lie in, at any depth: `train/cat/1.jpg` and
 * `photos/train/1.jpg` both train. Where several folders of a path are named,
 * the outermost decides.
 *
 * @throws {PipelineError} when two sets share a name; from its behaviour, when
 * a file lies in none of the folders or a set is left empty
 *
 * @example A download that comes divided
 * ```ts
 * import { folders } from "leat";
 * import assert from "node:assert/strict";
 *
 * const files = ["train/ant/1.jpg", "val/ant/2.jpg"].map((path) => ({
 *   id: path,
 *   item: { media: "image", path, name: path.slice(-5) },
 *   label: "ant",
 * }));
 * const { valid } = folders({ valid: "val" }).behaviour.divide(files);
 * assert.deepEqual(valid, ["val/ant/2.jpg"]);
 * ```
 */
export function folders(
  { train, valid, test }: FoldersOptions = {},
): Split<{ readonly path: string }> {
  return foldersStage({
    train,
    valid,
    ...(test === undefined ? {} : { test }),
  });
}
