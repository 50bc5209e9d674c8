import { PipelineError } from "./pipeline_error.ts";

const stage = "split";

function quote(name: string): string {
  return JSON.stringify(name);
}

/** Fewer items, or groups, than there are sets to fill. */
export function tooFewToSplit(
  op: string,
  units: "items" | "groups",
  count: number,
  sets: number,
): PipelineError {
  return new PipelineError(
    `Cannot split ${count} ${units} into ${sets} sets: each set needs at least 1`,
    {
      stage,
      item: op,
      remedy: units === "items"
        ? "Add items to the source"
        : "Group items more finely, or split them with random()",
    },
  );
}

/** Fewer items than parts to cut them into, of which each validates once. */
export function tooFewToFold(count: number, folds: number): PipelineError {
  return new PipelineError(
    `Cannot cut ${count} items into ${folds} folds: each fold needs at least 1`,
    {
      stage,
      item: "kFold",
      remedy: count < 2
        ? "Add items to the source"
        : `Ask for at most ${count} folds, or add items to the source`,
    },
  );
}

/** How many items each set was given. */
export interface SetSizes {
  readonly train: number;
  readonly valid: number;
  readonly test: number;
}

/** A set that the pipeline asked for got nothing. */
export function emptySet(
  op: string,
  set: keyof SetSizes,
  { train, valid, test }: SetSizes,
  remedy: string,
): PipelineError {
  return new PipelineError(
    `Cannot split with ${op}(): no item is left for "${set}" (train ${train}, valid ${valid}, test ${test})`,
    { stage, item: set, remedy },
  );
}

/** A number or a list is no class to keep shares of. */
export function cannotStratify(item: string, label: unknown): PipelineError {
  return new PipelineError(
    `Cannot stratify by the label of ${quote(item)}: ${
      JSON.stringify(label)
    } is not a class`,
    { stage, item, remedy: "Leave out stratify, or label with a class" },
  );
}

/** A column that a split reads is not there, or of another type. */
export function unusableColumn(
  item: string,
  column: string,
  needed: string,
  value: unknown,
): PipelineError {
  const found = value === undefined
    ? "the row has no such column"
    : `expected ${needed}, got ${JSON.stringify(value)}`;
  return new PipelineError(
    `Cannot split row ${quote(item)} by ${quote(column)}: ${found}`,
    {
      stage,
      item,
      remedy: "Name a column that every row has, or correct the row",
    },
  );
}

/** A file lies in none of the folders that mean a set. */
export function outsideFolders(
  path: string,
  folders: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot place ${quote(path)}: it lies in none of the folders ${
      folders.map(quote).join(", ")
    }`,
    {
      stage,
      item: path,
      remedy: "Move the file, or name its folder in folders()",
    },
  );
}

/** An item of a table has no folder. */
export function notAFile(item: string): PipelineError {
  return new PipelineError(
    `Cannot place ${quote(item)} by folder: it is not a file`,
    { stage, item, remedy: "Split rows with random(), after() or byGroup()" },
  );
}

/** The function that names an item's group failed. */
export function groupThrew(item: string, cause: unknown): PipelineError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(`Cannot group ${quote(item)}: ${message}`, {
    stage,
    item,
    remedy: "Make the function of byGroup() answer for this item",
    cause,
  });
}

/** The function of a group returned something that is no name. */
export function notAGroup(item: string, returned: unknown): PipelineError {
  return new PipelineError(
    `Cannot group ${quote(item)}: the function of byGroup() returned ${
      JSON.stringify(returned) ?? String(returned)
    }`,
    { stage, item, remedy: "Return a string, a boolean or a finite number" },
  );
}

/** A described split by a function came without the function. */
export function groupFunctionMissing(): PipelineError {
  return new PipelineError(
    'Cannot split with "byGroup": its function is in the pipeline file, which is not loaded here',
    {
      stage,
      item: "byGroup",
      remedy: "Divide where the pipeline is loaded, or group by a column",
    },
  );
}
