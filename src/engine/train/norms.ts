import { nothingToNormalize } from "../../base/errors/fit.ts";
import type { Network, TracedLayer } from "../../flow/stage/architecture.ts";

/** Whether a variable is one of a layer itself, not of one within it. */
function isOf({ name: layer }: TracedLayer, variable: string): boolean {
  return variable.startsWith(layer) &&
    /^[./][^./]+$/.test(variable.slice(layer.length));
}

/** Whether a layer has one value of each channel in an item. */
function isOneValue({ shape }: TracedLayer): boolean {
  return shape.slice(0, -1).every((side) => side === 1);
}

/** The first layer that normalizes over the batch alone, if there is one. */
export function layerWithoutNorm(
  { layers, variables }: Pick<Network, "layers" | "variables">,
): string | undefined {
  const statistics = variables.filter(({ role }) => role === "statistic");
  return layers.find((layer) =>
    isOneValue(layer) && statistics.some(({ name }) => isOf(layer, name))
  )?.name;
}

/**
 * Refuses a batch of one item for a network that normalizes over the batch
 * alone: every channel would become 0, whatever the item is. torch refuses it
 * too.
 *
 * @throws {PipelineError} with the first such layer
 */
export function checkNorms(
  network: Pick<Network, "layers" | "variables">,
  batch: number,
): void {
  if (batch > 1) return;
  const found = layerWithoutNorm(network);
  if (found) throw nothingToNormalize(found);
}
