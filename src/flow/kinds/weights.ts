/**
 * Where an architecture starts from.
 *
 * @module
 */

/** An architecture that starts from trained weights. */
export interface Pretrained {
  readonly weights: "trained before: the architecture was given weights";
}

/** An architecture that starts from random weights. */
export interface Scratch {
  readonly weights: "random: the architecture was given no weights";
}
