/**
 * The parts of tfjs-layers that a body uses, some of which its types hide.
 *
 * @module
 */
import type { Tensor } from "../../flow/stage/tensors.ts";
import type * as Tf from "@tensorflow/tfjs-core";

export type Variable = Tf.Variable;

interface Symbolic {
  readonly shape: readonly (number | null)[];
}

/** A weight of a layer; `val` is protected in tfjs-layers' types. */
export interface LayerWeight {
  readonly originalName: string;
  readonly shape: readonly (number | null)[];
  val: Variable;
}

/** A layer of a model. */
export interface ModelLayer {
  readonly name: string;
  readonly outputShape: readonly (number | null)[];
  getClassName(): string;
  getConfig(): Readonly<Record<string, unknown>>;
  call(inputs: Tensor | Tensor[], options: object): Tensor | Tensor[];
}

/** A loaded layers model. */
export interface LayersModel {
  readonly inputs: readonly Symbolic[];
  readonly outputs: readonly Symbolic[];
  readonly weights: readonly LayerWeight[];
  readonly layers: readonly ModelLayer[];
  apply(input: Tensor, options: { training: boolean }): unknown;
}
