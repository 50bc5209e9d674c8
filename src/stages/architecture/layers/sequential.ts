import { type Layer, type PlacedLayer, runSteps, shown } from "./layer.ts";

/** Layers one after the other, each with the name that it gets below this one. */
export function sequential(
  steps: readonly (readonly [name: string, layer: Layer])[],
): Layer {
  return ({ name: prefix, group, input }) => {
    const placed: PlacedLayer[] = [];
    for (const [own, layer] of steps) {
      const name = prefix === "" ? own : `${prefix}.${own}`;
      const each = layer({
        name,
        group,
        input: placed.at(-1)?.output ?? input,
      });
      placed.push({
        ...each,
        forward: (forward, tensor) =>
          shown(forward, name, each.forward(forward, tensor)),
      });
    }
    const [first, last] = [placed.slice(0, -1), placed.at(-1)];
    const rectified = last?.rectified;
    return {
      variables: placed.flatMap((each) => each.variables),
      layers: placed.flatMap((each) => each.layers),
      output: placed.at(-1)?.output ?? input,
      steps: placed,
      forward: (forward, tensor) => runSteps(placed, forward, tensor),
      ...rectified && {
        rectified: (forward, tensor, added) =>
          rectified(forward, runSteps(first, forward, tensor), added),
      },
    };
  };
}
