/**
 * What a loss scores. The label's return type decides which it is.
 *
 * @module
 */

/** One of a closed set of classes. */
export interface Category {
  readonly target: "a class: the label is a string or a boolean";
}

/** A continuous number. */
export interface Quantity {
  readonly target: "a number: the label is a number";
}

/** Any number of classes at once. */
export interface Tags {
  readonly target: "any number of classes: the label is a list of strings";
}

/** Classes of either kind: exactly one an item, or any number. */
export interface Classes {
  readonly target: Category["target"] | Tags["target"];
}

/** A label too wide to pose one problem; no loss scores it. */
export interface Mixed {
  readonly target: "no single problem: the label mixes types";
}

/** What a label function may return. */
export type LabelValue = string | boolean | number | readonly string[];

/**
 * The kind of problem that a label's type poses: the label decides.
 *
 * All of `LabelValue` is a label not read yet: the checker asks about it once,
 * before it has typed the label function, and must hear no objection.
 */
export type TargetOf<Value> = [LabelValue] extends [Value] ? never
  : [Value] extends [number] ? Quantity
  : [Value] extends [readonly string[]] ? Tags
  : [Value] extends [string | boolean] ? Category
  : Mixed;

/** The kinds of target, as they are named at run time. */
export type TargetKind = "category" | "quantity" | "tags";
