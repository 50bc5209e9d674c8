/**
 * What an architecture reads.
 *
 * @module
 */

/** A decoded image: `[height, width, 3]`, values 0 to 1. */
export interface Image {
  readonly input: "pixels";
}

/** A sequence of token ids. */
export interface Tokens {
  readonly input: "token ids";
}

/** The encoded columns of a table row. */
export interface Features {
  readonly input: "encoded columns";
}
