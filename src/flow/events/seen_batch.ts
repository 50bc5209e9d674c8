import type { LabelValue } from "../kinds/targets.ts";

/** An item of a batch. */
export interface SeenItem {
  readonly id: string;
  readonly label: LabelValue;
}

/** The first items of a batch as the network reads them. */
export interface SeenBatch {
  readonly phase: string;
  readonly epoch: number;
  /** Counted from 1 within its epoch. */
  readonly step: number;
  /** Items of the whole batch. */
  readonly size: number;
  readonly items: readonly SeenItem[];
  /** Of all these items, one after the other; where they have some. */
  readonly pictures?: {
    readonly height: number;
    readonly width: number;
    /** The height and width that the network reads. */
    readonly read: readonly [height: number, width: number];
    /** RGB bytes in base64. */
    readonly pixels: string;
  };
  /** What else is read: a row of numbers an item, of each field. */
  readonly fields: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly number[])[];
  }[];
}
