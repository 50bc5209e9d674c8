/**
 * What a source lists: the items of a pipeline, before they are read.
 *
 * Kinds are nominal by one literal field, so that a compiler error ends with
 * the two words that differ.
 *
 * @module
 */

/** An image file found by a source, before it is read. */
export interface ImageFile {
  readonly media: "image";
  /** Path below the source's folder, with `/` between its parts. */
  readonly path: string;
  /** The last part of the path, with its extension. */
  readonly name: string;
}

/** A text file found by a source, before it is read. */
export interface TextFile {
  readonly media: "text";
  /** Path below the source's folder, with `/` between its parts. */
  readonly path: string;
  /** The last part of the path, with its extension. */
  readonly name: string;
}

/** A sound file found by a source, before it is read. */
export interface AudioFile {
  readonly media: "audio";
  /** Path below the source's folder, with `/` between its parts. */
  readonly path: string;
  /** The last part of the path, with its extension. */
  readonly name: string;
}
