import { labelThrew, notALabel } from "../../base/errors/label.ts";
import type { Json } from "../../flow/kinds/json.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { AnyPipeline } from "../../flow/pipeline/pipeline.ts";
import type { Sets } from "../../flow/stage/split.ts";
import type { WidestStage } from "../../flow/stage/stage.ts";

/** Labels and sets of all items. */
export interface Division {
  /** In the order of the items. */
  readonly labels: readonly LabelValue[];
  readonly sets: Sets;
  readonly warnings: readonly string[];
}

/** An item that is to be labelled and divided. */
export interface Dividing {
  readonly id: string;
  readonly item: Json;
  /** What it is, whatever the label function says: that is not asked. */
  readonly label?: LabelValue;
}

/** How an answer that is no label is named. */
function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number") return String(value);
  if (value instanceof Promise) return "a promise";
  if (Array.isArray(value)) return "a list that is not all strings";
  if (typeof value !== "object") return `a ${typeof value}`;
  const kind = value.constructor?.name ?? "Object";
  return kind === "Object" ? "an object" : `a ${kind}`;
}

function checked(id: string, value: unknown): LabelValue {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) {
    return value;
  }
  throw notALabel(id, nameOf(value));
}

/**
 * Runs the functions of a pipeline: labels every item, then divides them.
 *
 * @throws {PipelineError} when the label function throws, or answers with what
 * is no label, naming the item
 */
export function divide(
  { spec }: AnyPipeline,
  split: WidestStage["split"],
  items: readonly Dividing[],
): Division {
  // The source and the label function were checked against each other.
  const labelOf = spec.label as (item: Json) => unknown;
  const labels = items.map(({ id, item, label }) => {
    if (label !== undefined) return label;
    let value: unknown;
    try {
      value = labelOf(item);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw labelThrew(id, why);
    }
    return checked(id, value);
  });
  const labelled = items.map((each, at) => ({
    ...each,
    label: labels[at] ?? "",
  }));
  const { behaviour } = split;
  return {
    labels,
    sets: behaviour.divide(labelled),
    warnings: behaviour.warnings?.(labelled) ?? [],
  };
}
