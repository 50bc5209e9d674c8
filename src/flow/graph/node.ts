/**
 * The nodes of a run: what is computed, from what.
 *
 * @module
 */
import { hashOf } from "../../base/codec/sha256.ts";
import type { Json } from "../kinds/json.ts";

/** A value that is at hand: only its hash matters to what depends on it. */
export interface Given {
  readonly given: string;
}

/** A computation whose result is stored under its key. */
export interface Computed {
  /** Its place in the pipeline, for people: `fit/full/1`. Never in the key. */
  readonly name: string;
  /** What computes it: picks the executor. */
  readonly kind: string;
  /** Raised by hand when the executor may write other bytes. */
  readonly version: number;
  readonly params: Json;
  /** Enter the key by the hash of their *output*: an equal output cuts off. */
  readonly inputs: Readonly<Record<string, Node>>;
  /** Enters the key by its own key: its result may have been thinned away. */
  readonly after?: Computed;
  /** Has a key, but nothing is stored for it. */
  readonly virtual?: true;
}

/** What a computation may read. */
export type Node = Given | Computed;

/** The hash of a plain value, as a node. */
export function given(value: Json): Given {
  return { given: hashOf(value) };
}

/** Everything that tells one result from another. */
export interface KeyParts {
  readonly kind: string;
  readonly version: number;
  readonly params: Json;
  readonly inputs: Readonly<Record<string, string>>;
  readonly after?: string;
}

/** The key of a node: 64 hex digits. */
export function nodeKey(
  { kind, version, params, inputs, after }: KeyParts,
): string {
  return hashOf([kind, version, params, { ...inputs }, after ?? null]);
}
