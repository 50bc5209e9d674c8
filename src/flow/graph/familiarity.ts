/**
 * What a trained network makes of the items that it knows: what tells later
 * whether it is asked about something else.
 *
 *     epoch ─ … ─ epoch ─┬─ familiarity
 *     input, sets ───────┘
 *
 * No step of a training asks for it, and none depends on it.
 *
 * @module
 */
import type { Json } from "../kinds/json.ts";
import type { Front } from "./front.ts";
import type { LearnGraph } from "./learning.ts";
import { type Computed, given } from "./node.ts";

/** Raise when the executor may write other bytes from the same parts. */
const VERSION = 2;

/** How items are compared. */
export interface FamiliaritySettings {
  /** Training items that are kept, at most. */
  readonly kept: number;
  /** Validation items that the threshold is set by, at most. */
  readonly calibrated: number;
  /** The share of validation items that count as unlike. */
  readonly share: number;
}

/** How items are compared. */
export const FAMILIARITY: FamiliaritySettings = {
  kept: 1000,
  calibrated: 1000,
  share: 0.05,
};

/**
 * The node that keeps what a network makes of items that it knows.
 *
 * @param front without the items that could not be read
 * @param graph along the course that training took
 */
export function familiarityNode(
  { sets: { train, valid } }: Front,
  { predictions }: Pick<LearnGraph, "predictions">,
): Computed {
  const { checkpoint, input } = predictions.inputs;
  if (checkpoint === undefined || input === undefined) {
    throw new TypeError("Predictions are of a checkpoint and of its input");
  }
  // What classes are called changes nothing that a network makes of items.
  const { vocabulary: _names, ...network } = predictions.params as {
    readonly [key: string]: Json;
  };
  return {
    name: "familiarity",
    kind: "familiarity",
    version: VERSION,
    params: { ...network, ...FAMILIARITY },
    inputs: { checkpoint, input, sets: given({ train, valid }) },
  };
}
