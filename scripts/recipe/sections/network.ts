import {
  answeringForward,
  trainingForward,
} from "../../../src/engine/train/forward.ts";
import { startValues, Variables } from "../../../src/engine/train/variables.ts";
import type {
  Forward,
  VariableSpec,
} from "../../../src/flow/stage/architecture.ts";
import { fromTorch, torchShape } from "../../../src/flow/stage/layout.ts";
import type { Tensors } from "../../../src/flow/stage/tensors.ts";
import type {
  Layer,
  PlacedLayer,
} from "../../../src/stages/architecture/layers/layer.ts";
import { sizeOf, wave } from "./formula.ts";

/** A tensor of torch's state dict: `head.4.weight [512, 1024]`. */
export function tensorName(spec: VariableSpec): string {
  return `${spec.name} [${torchShape(spec).join(", ")}]`;
}

/** The weights of `head.py`'s `filled`: each parameter's wave starts elsewhere. */
export function filledValues(
  specs: readonly VariableSpec[],
): ReadonlyMap<string, Float32Array> {
  const values = new Map(startValues(specs, undefined, 0));
  specs.filter(({ role }) => role !== "statistic").forEach((spec, at) => {
    const inTorch = wave(sizeOf(spec.shape), { start: at });
    values.set(spec.name, fromTorch(spec, inTorch));
  });
  return values;
}

/** A layer with variables, as it trains and as it answers. */
export interface Placed extends Disposable {
  readonly placed: PlacedLayer;
  readonly variables: Variables;
  readonly training: Forward;
  readonly answering: Forward;
}

/** Puts a layer behind an image of that shape, with the formula's weights. */
export function place(
  tf: Tensors,
  layer: Layer,
  input: readonly number[],
): Placed {
  const placed = layer({ name: "head", group: 0, input });
  const specs = placed.variables;
  const variables = new Variables(tf, specs, filledValues(specs));
  return {
    placed,
    variables,
    training: trainingForward(tf, variables, { seed: 0, step: 0 }),
    answering: answeringForward(tf, variables),
    [Symbol.dispose]: () => variables.dispose(),
  };
}
