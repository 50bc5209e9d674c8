import type { Json } from "../kinds/json.ts";
import type { LabelValue } from "../kinds/targets.ts";

/** An item as a split sees it. */
export interface SplitItem {
  readonly id: string;
  readonly item: Json;
  readonly label: LabelValue;
}

/** Ids of the items of each set; no id in two sets. */
export interface Sets {
  readonly train: readonly string[];
  readonly valid: readonly string[];
  /** Carried along, and never looked at while training. */
  readonly test: readonly string[];
}

/** What a `split` does. */
export interface SplitBehaviour {
  divide(items: readonly SplitItem[]): Sets;
  /** Sentences about a split that is likely to mislead. */
  warnings?(items: readonly SplitItem[]): readonly string[];
}
