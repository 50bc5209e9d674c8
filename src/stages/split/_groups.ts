import {
  groupFunctionMissing,
  groupThrew,
  notAGroup,
  unusableColumn,
} from "../../base/errors/split.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { SplitItem } from "../../flow/stage/split.ts";
import { cellOf } from "./_cell.ts";

/** The name of a group. */
export type Group = string | number | boolean;

function isGroup(value: unknown): value is Group {
  return typeof value === "string" || typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value));
}

/** Names the group of an item. @throws {PipelineError} when it cannot */
export type GroupOf = (item: SplitItem) => Group;

/** The group that a column names. */
export function fromColumn(column: string): GroupOf {
  return ({ id, item }) => {
    const cell = cellOf(item, column);
    if (isGroup(cell)) return cell;
    throw unusableColumn(id, column, "a string, number or boolean", cell);
  };
}

/** The group that a function names. */
export function fromFunction(group: (item: Json) => unknown): GroupOf {
  return ({ id, item }) => {
    let named: unknown;
    try {
      named = group(item);
    } catch (cause) {
      throw groupThrew(id, cause);
    }
    if (isGroup(named)) return named;
    throw notAGroup(id, named);
  };
}

/** Stands for a function that did not cross from another process. */
export function missing(): Group {
  throw groupFunctionMissing();
}
