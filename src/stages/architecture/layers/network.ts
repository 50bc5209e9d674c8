import type { Network } from "../../../flow/stage/architecture.ts";
import type { Batch, Tensor, Tensor2D } from "../../../flow/stage/tensors.ts";
import type { PlacedLayer } from "./layer.ts";

/** The tensor of a field, `[batch, ...field shape]`. */
export function fieldOf(batch: Batch, field: string): Tensor {
  const tensor = batch[field];
  if (tensor === undefined) {
    throw new TypeError(`Cannot run the network: no field "${field}"`);
  }
  return tensor;
}

/** A network from its parts, one after the other, reading one field. */
export function networkOf(
  field: string,
  parts: readonly PlacedLayer[],
): Network {
  return {
    variables: parts.flatMap((part) => part.variables),
    layers: parts.flatMap((part) => part.layers),
    forward: (forward, batch: Batch) => {
      const output = parts.reduce(
        (value, part) => part.forward(forward, value),
        fieldOf(batch, field),
      );
      return output as Tensor2D;
    },
  };
}
