import type { Json } from "../kinds/json.ts";

/** One array that every encoded item has. */
export interface Field {
  readonly name: string;
  /** `uint8` is bytes 0 to 255 that stand for 0 to 1. */
  readonly dtype: "uint8" | "float32" | "int32";
  /** The shape of one item's array. */
  readonly shape: readonly number[];
  /** For a field of codes: how many values each column can take. */
  readonly cardinalities?: readonly number[];
}

/** The arrays of one item, in the order of the fields. */
export type Encoded = readonly (Uint8Array | Float32Array | Int32Array)[];

/**
 * Bytes of an image of which a window is read, as large as its field: a random
 * one in training, else the one in the middle.
 */
export interface Roomy {
  /** `[height, width, channels]` */
  readonly bytes: Uint8Array;
  readonly height: number;
  readonly width: number;
  /** Where the window in the middle begins. */
  readonly top: number;
  readonly left: number;
}

/** An item that is to be encoded. */
export interface InputItem {
  readonly id: string;
  readonly item: Json;
  /** The item's bytes, if it is a file. */
  read(): Promise<Uint8Array>;
}

/** Encodes items with statistics that were fitted before. */
export interface Encoder {
  readonly fields: readonly Field[];
  /** @throws {PipelineError} when this item cannot be read */
  encode(item: InputItem): Promise<Encoded>;
  /**
   * The same for items that are kept to train on: what `encode` gives is the
   * window in the middle of what has room.
   *
   * @throws {PipelineError} when this item cannot be read
   */
  encodeWithRoom?(
    item: InputItem,
  ): Promise<readonly (Encoded[number] | Roomy)[]>;
}

/** A cell of an item that is beyond what training items have there. */
export interface UnmetCell {
  readonly column: string;
  /** What stands there; null where it is missing. */
  readonly value: Json;
  /**
   * How far beyond, as cells of this column compare: the years after the last,
   * the share of words that are new; `Infinity` of what has no order.
   */
  readonly beyond: number;
  /** Between what training items are, where that is numbers. */
  readonly range?: readonly [low: number, high: number];
}

/** What an `input` does. */
export interface InputBehaviour {
  /** What is said, before it is done, of how items are read. */
  readonly note?: string;
  /** Learns what encoding needs (means, vocabularies) from training items. */
  fit(training: readonly Json[]): Json;
  encoder(statistics: Json): Encoder;
  /**
   * Notes what the cells of training items are, so that {@linkcode unmet} can
   * tell later which are beyond. Left out where items have no cells.
   */
  meet?(training: readonly Json[]): Json;
  /**
   * Tells which cells of an item are beyond what was met.
   *
   * @param met what `meet` noted
   */
  unmet?(met: Json): (item: Json) => readonly UnmetCell[];
}
