/**
 * From labels to what a loss scores.
 *
 * @module
 */
import {
  labelKindMismatch,
  mixedLabels,
  oneClassOnly,
  unseenLabel,
} from "../../base/errors/label.ts";
import type { LabelValue, TargetKind } from "../kinds/targets.ts";

/** The answers that a model can give. */
export interface Vocabulary {
  readonly kind: TargetKind;
  /** The classes in column order, sorted; empty for a number. */
  readonly classes: readonly (string | boolean)[];
}

/** An item's label, with the name to show when it is wrong. */
export interface Labelled {
  readonly id: string;
  readonly label: LabelValue;
}

function kindOf(label: LabelValue): TargetKind | "mixed" {
  if (typeof label === "number") return "quantity";
  return typeof label === "object" ? "tags" : "category";
}

/** Booleans before words, `false` before `true`, words by code units. */
function inOrder(classes: Iterable<string | boolean>): (string | boolean)[] {
  const text = (value: string | boolean) =>
    typeof value === "boolean"
      ? (value ? "\u00001" : "\u00000")
      : `\u0001${value}`;
  return [...classes].sort((a, b) => text(a) < text(b) ? -1 : 1);
}

/**
 * What the labels of the training set pose: a class, a number or tags.
 *
 * @throws {PipelineError} when labels mix types, do not fit the loss, or hold
 * one class only
 */
export function vocabularyOf(
  training: readonly Labelled[],
  loss: { readonly op: string; readonly targets: readonly TargetKind[] },
): Vocabulary {
  const [first] = training;
  const kind = first ? kindOf(first.label) : "category";
  for (const { id, label } of training) {
    if (
      kindOf(label) !== kind || typeof label !== typeof first?.label
    ) throw mixedLabels(first?.id ?? "", first?.label, id, label);
  }
  if (!loss.targets.includes(kind as TargetKind)) {
    throw labelKindMismatch(loss.op, kind, first?.label);
  }
  if (kind === "quantity") return { kind, classes: [] };
  const seen = new Set<string | boolean>();
  for (const { label } of training) {
    const values = typeof label === "object" ? label : [label];
    for (const value of values) {
      if (typeof value !== "number") seen.add(value);
    }
  }
  const classes = inOrder(seen);
  if (classes.length < 2 && kind === "category") throw oneClassOnly(classes);
  return { kind: kind as TargetKind, classes };
}

/** Columns of the network's output. */
export function columnsOf({ kind, classes }: Vocabulary): number {
  return kind === "quantity" ? 1 : classes.length;
}

/**
 * The row that a loss scores: one-hot, the number, or zeros and ones.
 *
 * @throws {PipelineError} when the label is none of the vocabulary's
 */
export function encodeLabel(
  { kind, classes }: Vocabulary,
  { id, label }: Labelled,
): readonly number[] {
  if (kind === "quantity") return [Number(label)];
  const values = typeof label === "object" ? label : [label];
  for (const value of values) {
    if (!classes.some((each) => each === value)) {
      throw unseenLabel(id, String(value), classes.map(String));
    }
  }
  return classes.map((each) => values.some((value) => value === each) ? 1 : 0);
}
