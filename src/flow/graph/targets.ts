/**
 * From labels to what a loss scores.
 *
 * @module
 */
import {
  labelKindMismatch,
  mixedLabels,
  oneClassOnly,
  otherKindOfLabel,
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

function kindOf(label: LabelValue): TargetKind {
  if (typeof label === "number") return "quantity";
  return typeof label === "object" ? "tags" : "category";
}

/** The classes that a label names: one, or any number. */
function classesOf({ label }: Labelled): readonly (string | boolean)[] {
  if (typeof label === "number") return [];
  return typeof label === "object" ? label : [label];
}

/** `false` before `true`; words by code units, on every machine alike. */
function inOrder(classes: Iterable<string | boolean>): (string | boolean)[] {
  return [...classes].sort((a, b) => a < b ? -1 : 1);
}

/**
 * What the labels of the training set pose: a class, a number or tags.
 *
 * @throws {PipelineError} when labels mix types, do not fit the loss, hold one
 * class only, or no tag at all
 */
export function vocabularyOf(
  training: readonly Labelled[],
  loss: { readonly op: string; readonly targets: readonly TargetKind[] },
): Vocabulary {
  const [first] = training;
  if (first === undefined) throw oneClassOnly([]);
  const kind = kindOf(first.label);
  for (const { id, label } of training) {
    // Words and truths are both classes, and still two types.
    if (kindOf(label) !== kind || typeof label !== typeof first.label) {
      throw mixedLabels(first.id, first.label, id, label);
    }
  }
  if (!loss.targets.includes(kind)) {
    throw labelKindMismatch(loss.op, kind, first.label);
  }
  if (kind === "quantity") return { kind, classes: [] };
  const classes = inOrder(new Set(training.flatMap(classesOf)));
  const least = kind === "tags" ? 1 : 2;
  if (classes.length < least) throw oneClassOnly(classes);
  return { kind, classes };
}

/** Columns of the network's output. */
export function columnsOf({ kind, classes }: Vocabulary): number {
  return kind === "quantity" ? 1 : classes.length;
}

/**
 * The row that a loss scores: one-hot, the number, or zeros and ones.
 *
 * @throws {PipelineError} when the label is none of the vocabulary's, or of
 * another kind
 */
export function encodeLabel(
  { kind, classes }: Vocabulary,
  labelled: Labelled,
): readonly number[] {
  const { id, label } = labelled;
  if (kindOf(label) !== kind) throw otherKindOfLabel(id, label, kind);
  if (typeof label === "number") return [label];
  const named = classesOf(labelled);
  for (const value of named) {
    if (!classes.includes(value)) {
      throw unseenLabel(id, String(value), classes.map(String));
    }
  }
  return classes.map((each) => named.includes(each) ? 1 : 0);
}
