import type { DatasetDeclaration } from "./dataset.ts";
import type { Json } from "../kinds/json.ts";

/** Where a source finds its files: a folder or file on disk, or a dataset. */
export type Location =
  | { readonly path: string }
  | { readonly dataset: DatasetDeclaration };

/** One file below a location. */
export interface LocatedFile {
  /** Path below the location, with `/` between its parts. */
  readonly path: string;
  /** Where the file is on this machine. */
  readonly absolute: string;
  readonly size: number;
  readonly sha256: string;
}

/** What a source may ask of the machine it runs on. */
export interface SourceHost {
  /** All files below a folder or in a dataset, in no promised order. */
  files(location: Location): Promise<readonly LocatedFile[]>;
  /** The text of one file: the location's own, or `file` below it. */
  text(location: Location, file?: string): Promise<string>;
}

/** One item of a source. */
export interface ListedItem {
  /** Stable under additions: the same item has the same id next year. */
  readonly id: string;
  /** What the label function sees. */
  readonly item: Json;
  /** Where the item's bytes are, if it is a file. */
  readonly file?: { readonly absolute: string; readonly sha256: string };
}

/** What a source found. */
export interface Listing {
  /** Sorted by id. */
  readonly items: readonly ListedItem[];
  /** What looked like an item and could not be used, with the reason. */
  readonly skipped: readonly { readonly item: string; readonly why: string }[];
  /** Sentences that a user must read, such as "this is the sample". */
  readonly notices: readonly string[];
}

/** What a `source` does. */
export interface SourceBehaviour {
  /** `"image"` for image files, `"row"` for rows of a table. */
  readonly lists: "image" | "row" | "other";
  list(host: SourceHost): Promise<Listing>;
  /**
   * A file of choices about its items, relative to the pipeline file: they are
   * applied to what it lists before that is labelled.
   */
  readonly clean?: string | undefined;
  /** An item of this source, made from what `predict` was given. */
  itemOf?(path: string, name: string): Json;
  /**
   * Rows of a text like this source's own, for `predict`: cells are read as
   * in training, and columns may be missing, such as the label's.
   *
   * @throws {PipelineError} when the text is no table
   */
  rowsOf?(text: string, file: string): Promise<readonly Json[]>;
}
