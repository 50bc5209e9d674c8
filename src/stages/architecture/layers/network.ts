import type { Cut, Network } from "../../../flow/stage/architecture.ts";
import type { Batch, Tensor, Tensor2D } from "../../../flow/stage/tensors.ts";
import { type PlacedLayer, runSteps } from "./layer.ts";

/** The tensor of a field, `[batch, ...field shape]`. */
export function fieldOf(batch: Batch, field: string): Tensor {
  const tensor = batch[field];
  if (tensor === undefined) {
    throw new TypeError(`Cannot run the network: no field "${field}"`);
  }
  return tensor;
}

/** Layers one after the other, none of which consists of such. */
function stepsOf(parts: readonly PlacedLayer[]): readonly PlacedLayer[] {
  return parts.flatMap((part) => part.steps ? stepsOf(part.steps) : [part]);
}

/**
 * Cuts before the first layer that is of a group, or that draws: as late as
 * can be, because pooled features are smaller than others.
 */
function cutAt(
  field: string,
  parts: readonly PlacedLayer[],
  from: number,
): Cut | undefined {
  const steps = stepsOf(parts);
  const at = steps.findIndex(({ draws, variables }) =>
    draws || variables.some(({ group }) => group >= from)
  );
  const before = steps.slice(0, Math.max(0, at));
  const after = steps.slice(before.length);
  const last = before.at(-1);
  const early = after.flatMap(({ variables }) => variables)
    .some(({ group }) => group < from);
  if (last === undefined || early) return undefined;
  return {
    variables: before.flatMap(({ variables }) => variables),
    shape: last.output,
    before: (forward, batch) =>
      runSteps(before, forward, fieldOf(batch, field)),
    after: (forward, features) =>
      runSteps(after, forward, features) as Tensor2D,
  };
}

/** A network from its parts, one after the other, reading one field. */
export function networkOf(
  field: string,
  parts: readonly PlacedLayer[],
): Network {
  return {
    variables: parts.flatMap((part) => part.variables),
    layers: parts.flatMap((part) => part.layers),
    forward: (forward, batch: Batch) =>
      runSteps(parts, forward, fieldOf(batch, field)) as Tensor2D,
    cut: (group) => cutAt(field, parts, group),
  };
}
