/**
 * A network, layer by layer: what each makes, has, costs, and when it trains.
 *
 * @module
 */
import type {
  Network,
  TracedLayer,
  VariableSpec,
} from "../../flow/stage/architecture.ts";
import type { Phase } from "../../flow/stage/schedule.ts";
import { trainableOf } from "../train/variables.ts";
import type { MultiplyAdds } from "./multiply_adds.ts";

const FLOAT_BYTES = 4;

/** What becomes of a layer in a phase; null where it has nothing to train. */
export type LayerState = "trains" | "frozen" | "in part" | null;

/** One layer of a network. */
export interface LayerCost {
  readonly name: string;
  /** What it makes of one item; null where nothing says. */
  readonly shape: readonly number[] | null;
  /** Values that may be trained. */
  readonly parameters: number;
  /** Running statistics, which no gradient trains. */
  readonly statistics: number;
  /** For one item. */
  readonly multiplyAdds: number;
  /** Bytes of what it makes of a batch. */
  readonly bytes: number;
  /** In the order of the phases. */
  readonly states: readonly LayerState[];
}

/** What a phase trains, and the memory that this takes. */
export interface PhaseCost {
  readonly name: string;
  readonly epochs: number;
  readonly trained: number;
  readonly frozen: number;
  /** Bytes of gradients, and of what the optimizer remembers. */
  readonly bytes: number;
}

/** What a network costs. */
export interface NetworkCost {
  readonly layers: readonly LayerCost[];
  readonly parameters: number;
  readonly statistics: number;
  readonly multiplyAdds: number;
  /** Bytes of all parameters and statistics. */
  readonly weightBytes: number;
  /** Bytes of what all layers make of a batch: kept until it went back. */
  readonly activationBytes: number;
  readonly phases: readonly PhaseCost[];
}

const size = (shape: readonly number[]) =>
  shape.reduce((product, side) => product * side, 1);

const sum = (numbers: readonly number[]) =>
  numbers.reduce((total, each) => total + each, 0);

function valuesIn(specs: readonly VariableSpec[]): number {
  return sum(specs.map(({ shape }) => size(shape)));
}

/** Whether a variable is below a name: `conv1.weight` is below `conv1`. */
function isBelow(variable: string, name: string): boolean {
  return variable.startsWith(name) &&
    ["", ".", "/"].includes(variable.charAt(name.length));
}

/** Variables by the place of their layer; those of none by their own name. */
function owned(
  layers: readonly TracedLayer[],
  specs: readonly VariableSpec[],
): { readonly of: readonly VariableSpec[][]; readonly rest: VariableSpec[] } {
  const of: VariableSpec[][] = layers.map(() => []);
  const rest: VariableSpec[] = [];
  for (const spec of specs) {
    let best = -1;
    layers.forEach(({ name }, at) => {
      const longer = name.length > (layers[best]?.name.length ?? 0);
      if (longer && isBelow(spec.name, name)) best = at;
    });
    (of[best] ?? rest).push(spec);
  }
  return { of, rest };
}

function stateOf(
  specs: readonly VariableSpec[],
  { firstTrainable, freezesNorms }: Phase,
): LayerState {
  const learn = specs.filter(({ role }) => role !== "statistic");
  if (learn.length === 0) return null;
  const trained = trainableOf(specs, firstTrainable, freezesNorms).length;
  if (trained === 0) return "frozen";
  return trained === learn.length ? "trains" : "in part";
}

/**
 * What a network costs, for one item and for a batch.
 *
 * @param moments values that the optimizer remembers of each trained one
 */
export function networkCost(
  network: Pick<Network, "layers" | "variables">,
  { counted, phases, batch, moments }: {
    readonly counted: MultiplyAdds;
    readonly phases: readonly Phase[];
    readonly batch: number;
    readonly moments: number;
  },
): NetworkCost {
  const { variables } = network;
  const { of, rest } = owned(network.layers, variables);
  const row = (
    name: string,
    shape: readonly number[] | null,
    specs: readonly VariableSpec[],
    others = 0,
  ): LayerCost => {
    const statistics = specs.filter(({ role }) => role === "statistic");
    return {
      name,
      shape,
      parameters: valuesIn(specs) - valuesIn(statistics),
      statistics: valuesIn(statistics),
      multiplyAdds: others +
        sum(specs.map(({ name }) => counted.byVariable.get(name) ?? 0)),
      bytes: shape === null ? 0 : size(shape) * batch * FLOAT_BYTES,
      states: phases.map((phase) => stateOf(specs, phase)),
    };
  };
  const layers = [
    ...network.layers.map(({ name, shape }, at) =>
      row(name, shape, of[at] ?? [])
    ),
    ...rest.map((spec) => row(spec.name, null, [spec])),
    ...counted.others > 0
      ? [row("(no layer's)", null, [], counted.others)]
      : [],
  ];
  const parameters = sum(layers.map((each) => each.parameters));
  const statistics = sum(layers.map((each) => each.statistics));
  return {
    layers,
    parameters,
    statistics,
    multiplyAdds: sum(layers.map((each) => each.multiplyAdds)),
    weightBytes: (parameters + statistics) * FLOAT_BYTES,
    activationBytes: sum(layers.map(({ bytes }) => bytes)),
    phases: phases.map(({ name, epochs, firstTrainable, freezesNorms }) => {
      const trained = valuesIn(
        trainableOf(variables, firstTrainable, freezesNorms),
      );
      return {
        name,
        epochs,
        trained,
        frozen: parameters - trained,
        bytes: trained * (1 + moments) * FLOAT_BYTES,
      };
    }),
  };
}
