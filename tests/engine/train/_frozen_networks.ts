import { batchNorm } from "../../../src/stages/architecture/layers/batch_norm.ts";
import type { PlacedLayer } from "../../../src/stages/architecture/layers/layer.ts";
import { linear } from "../../../src/stages/architecture/layers/linear.ts";
import { networkOf } from "../../../src/stages/architecture/layers/network.ts";

/** A layer from one number to one, of a group. */
export function activation(kind: "norm" | "linear", group: number) {
  const layer = kind === "norm" ? batchNorm() : linear({ units: 1 });
  return (name: string): PlacedLayer => layer({ name, group, input: [1] });
}

/** Layers one after the other, called by their places. */
export function body(layers: readonly ReturnType<typeof activation>[]) {
  return networkOf("x", layers.map((layer, at) => layer(`${at}`)));
}
