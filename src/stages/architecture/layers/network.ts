import type { Network } from "../../../flow/stage/architecture.ts";
import type { Batch, Tensor2D } from "../../../flow/stage/tensors.ts";
import type { PlacedLayer } from "./layer.ts";

/** A network from its parts, one after the other, reading one field. */
export function networkOf(
  field: string,
  parts: readonly PlacedLayer[],
): Network {
  return {
    variables: parts.flatMap((part) => part.variables),
    layers: parts.flatMap((part) => part.layers),
    forward: (forward, batch: Batch) => {
      const input = batch[field];
      if (input === undefined) {
        throw new TypeError(`Cannot run the network: no field "${field}"`);
      }
      const output = parts.reduce(
        (value, part) => part.forward(forward, value),
        input,
      );
      return output as Tensor2D;
    },
  };
}
