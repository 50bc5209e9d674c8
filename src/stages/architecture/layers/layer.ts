import type {
  Forward,
  TracedLayer,
  VariableSpec,
} from "../../../flow/stage/architecture.ts";
import type { Tensor } from "../../../flow/stage/tensors.ts";

/** Where a layer stands in its network. */
export interface Place {
  /** Prefix of its variables' names: `layer1.0.conv1`. */
  readonly name: string;
  /** Its parameter group. */
  readonly group: number;
  /** The shape of one item that it reads. */
  readonly input: readonly number[];
}

/** A layer in its place: what it owns, what it makes, what it does. */
export interface PlacedLayer {
  readonly variables: readonly VariableSpec[];
  /** Its output, and outputs inside of it, for one item. */
  readonly layers: readonly TracedLayer[];
  /** The shape of its output for one item. */
  readonly output: readonly number[];
  /** What it consists of, where that is layers one after the other. */
  readonly steps?: readonly PlacedLayer[];
  /** It draws in training; left out where it does not. */
  readonly draws?: true;
  /** It cuts off below 0, and does nothing else. */
  readonly rectifies?: true;
  /** @param input `[batch, ...place.input]` */
  forward(forward: Forward, input: Tensor): Tensor;
  /**
   * `relu(forward(input) + added)`, where the layer has a better way to it than
   * one after the other.
   */
  rectified?(forward: Forward, input: Tensor, added?: Tensor): Tensor;
}

/** A layer before it has a place. */
export type Layer = (place: Place) => PlacedLayer;

/**
 * Runs layers one after the other, a ReLU with what comes before it, unless
 * somebody looks at what each of them makes. What one has made is freed once the
 * next one is done with it; in training it belongs to whoever goes back.
 */
export function runSteps(
  steps: readonly PlacedLayer[],
  forward: Forward,
  input: Tensor,
): Tensor {
  const frees = !forward.training && !forward.tap;
  let value = input;
  for (const [at, step] of steps.entries()) {
    const before = forward.tap ? undefined : steps[at - 1];
    const after = forward.tap ? undefined : steps[at + 1];
    if (step.rectifies && before?.rectified) continue; // it was done
    const from = value;
    const run = () =>
      step.rectified && after?.rectifies
        ? step.rectified(forward, from)
        : step.forward(forward, from);
    value = frees ? forward.tf.tidy(run) : run();
    if (frees && from !== input && from !== value) from.dispose();
  }
  return value;
}

/** What a layer made, once whoever looks into the network has seen it. */
export function shown(
  { tap }: Forward,
  name: string,
  made: Tensor,
): Tensor {
  return tap ? tap(name, made) : made;
}

/** A layer without variables. */
export function plain(
  outputShape: (input: readonly number[]) => readonly number[],
  run: (forward: Forward, input: Tensor, name: string) => Tensor,
): Layer {
  return ({ name, input }) => {
    const output = outputShape(input);
    return {
      variables: [],
      layers: [{ name, shape: output }],
      output,
      forward: (forward, tensor) => run(forward, tensor, name),
    };
  };
}
