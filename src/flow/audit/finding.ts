/** What an audit looks for. */
export type FindingKind =
  | "balance"
  | "duplicates"
  | "near-duplicates"
  | "unreadable"
  | "sizes"
  | "flat"
  | "labels"
  | "columns"
  | "missing";

/** Something about data that a person should know. */
export interface Finding {
  readonly kind: FindingKind;
  /** A warning is likely to mislead; a note need not be wrong. */
  readonly level: "warning" | "note";
  readonly text: string;
  /** What it is about, a line each, if that is not all. */
  readonly about: readonly string[];
}

/** A share as people read it: `12.5%`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** `1 item`, `3 items`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
