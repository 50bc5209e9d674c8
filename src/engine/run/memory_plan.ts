import type { Network } from "../../flow/stage/architecture.ts";
import { DEFAULT_OPTIMIZER } from "../../flow/stage/optimizer.ts";
import type { ScheduleBehaviour } from "../../flow/stage/schedule.ts";
import type { Freezing } from "../train/frozen.ts";
import { partsOf } from "../train/memory.ts";
import { ruleOf } from "../train/optimizer.ts";
import { trainableOf } from "../train/variables.ts";

const FLOAT_BYTES = 4;

function bytesOf(shapes: readonly { readonly shape: readonly number[] }[]) {
  return shapes.reduce(
    (sum, { shape }) =>
      sum + shape.reduce((size, side) => size * side, FLOAT_BYTES),
    0,
  );
}

/** The bytes that training cannot do without, on the device. */
export interface MemoryPlan {
  readonly weights: number;
  /** Gradients, and what the optimizer remembers, where most is trained. */
  readonly learning: number;
  /** What all layers make of the items that go through at once. */
  readonly outputs: number;
  /** Items that go through at once. */
  readonly together: number;
}

/** What the epochs of some programs take. */
export function memoryPlan(
  { network, most }: {
    readonly network: Pick<Network, "layers" | "variables">;
    readonly most: number;
  },
  { batch, momentum, optimizer = DEFAULT_OPTIMIZER }: Pick<
    ScheduleBehaviour,
    "batch" | "momentum" | "optimizer"
  >,
  programs: readonly Freezing[],
): MemoryPlan {
  const rows = ruleOf(optimizer, momentum).rows.length;
  const trained = programs.map(({ firstTrainable, freezesNorms }) =>
    bytesOf(trainableOf(network.variables, firstTrainable, freezesNorms))
  );
  const [together] = partsOf(batch, most);
  return {
    weights: bytesOf(network.variables),
    learning: Math.max(0, ...trained) * (1 + rows),
    outputs: bytesOf(network.layers) * together,
    together,
  };
}

/** Bytes of which it is worth telling before they are taken. */
const MUCH = 64 * 2 ** 20;

/** What people are told of it before the first step, where it is much. */
export function memoryNotice(
  { weights, learning, outputs, together }: MemoryPlan,
): string | undefined {
  const total = weights + learning + outputs;
  if (total < MUCH) return undefined;
  return `Training takes at least ${mebibytes(total)} on the device: ${
    mebibytes(weights)
  } for weights, ${mebibytes(learning)} for gradients and the optimizer, ${
    mebibytes(outputs)
  } for what the layers make of ${together} items`;
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
