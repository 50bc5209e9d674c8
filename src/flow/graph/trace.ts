import type { Json } from "../kinds/json.ts";

/**
 * A node as a run saw it: all that its key is made of. What two runs differ in
 * is told by comparing these.
 */
export interface NodeTrace {
  readonly name: string;
  readonly kind: string;
  readonly version: number;
  readonly params: Json;
  /** The output hash of each input; null while it has no result. */
  readonly inputs: Readonly<Record<string, string | null>>;
  /** The key of the node that this one comes after, where it does. */
  readonly after?: string;
  /** Null while an input has no result, or where nothing is stored by a key. */
  readonly key: string | null;
  /** Null where no result is stored: not yet, no more, or never. */
  readonly outHash: string | null;
  /** How long it took when it was computed, where that is known. */
  readonly seconds: number | null;
  /** How many items it goes through, which its time grows with. */
  readonly items?: number;
}
