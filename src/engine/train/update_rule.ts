import type { Tensor } from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";

/** One variable at one step. */
export interface Update {
  readonly tf: Tensors;
  readonly value: Tensor;
  /** `[rows, size]`, zero at the first step. */
  readonly memory: Tensor;
  readonly gradient: Tensor;
  /** What {@linkcode UpdateRule.settings} says of this step. */
  readonly settings: Tensor;
}

/** What a variable is stepped with. */
export interface UpdateSettings {
  /** The learning rate of its group. */
  readonly rate: number;
  /** What the value is multiplied by first: decoupled weight decay. */
  readonly decay: number;
  readonly momentum: number;
  /** Steps of this variable with this one, from 1. */
  readonly steps: number;
}

/** How an optimizer steps, and what it has to remember. */
export interface UpdateRule {
  /** What is remembered of a variable, a row each. */
  readonly rows: readonly string[];
  /** A step in numbers, which the device reads. */
  settings(settings: UpdateSettings): readonly number[];
  /** The settings of a step that moves nothing, where its gradient is zero. */
  readonly idle: readonly number[];
  /**
   * What each setting was debiased by: it was divided by 1 - base^steps; a base
   * of 0 where it was not. None of them was unless told.
   */
  bases?(settings: UpdateSettings): readonly number[];
  /** Writes over the value and the memory what they are after the step. */
  update(update: Update): void;
}
