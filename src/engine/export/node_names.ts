/**
 * What nodes of an exported graph are called that are no output: who wants one
 * asks for it by name.
 *
 * @module
 */

/**
 * Makes what tells how unlike an item is: of an image what a network sees before
 * its head, of a row all columns side by side.
 */
export const FEATURES = "leat_features";

/** Makes what a graph that explains is given to see, where it is no other. */
export const SEEN = "leat_seen";

/** What a graph that explains is given, and what it answers. */
export const EXPLAINS = {
  /** What the layer makes of one item: `[1, height, width, channels]`. */
  seen: "seen",
  /** 1 in the column of the answer that is explained: `[1, outputs]`. */
  chosen: "chosen",
  /** `[1, height, width]`, 0 and more. */
  map: "map",
} as const;
