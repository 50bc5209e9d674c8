import { nearest } from "../../base/codec/nearest.ts";
import { unknownLayer } from "../../base/errors/insight.ts";
import type { SeenLayer } from "./seen_layers.ts";

/** The first part of a name that others may follow: `layer2` of `layer2.1`. */
function outer(name: string): string {
  return name.split(".", 1)[0] ?? name;
}

/** Names to choose from: those within others are found below them. */
function namesOf(layers: readonly SeenLayer[]): readonly string[] {
  return [...new Set(layers.map(({ name }) => outer(name)))];
}

/**
 * The layer of a name; of layers within one of that name, the last: `layer2`
 * is what its last block makes.
 *
 * @throws {PipelineError} when none is called so
 */
export function layerOf(
  layers: readonly SeenLayer[],
  asked: string,
): SeenLayer {
  const found = layers.find(({ name }) => name === asked) ??
    layers.findLast(({ name }) => name.startsWith(`${asked}.`));
  if (found) return found;
  const names = namesOf(layers);
  const all = [...new Set([...names, ...layers.map(({ name }) => name)])];
  throw unknownLayer(asked, nearest(asked, all, 3), names);
}

/** Places along a side from which on a map says where in an image it is. */
const FINE = 4;

/**
 * The layer that a network decides by and that still tells where: the last one
 * with places enough; of coarser ones the finest.
 */
export function decidingLayer(
  layers: readonly SeenLayer[],
): SeenLayer | undefined {
  const fine = layers.findLast(({ shape: [height, width] }) =>
    height >= FINE && width >= FINE
  );
  if (fine) return fine;
  const places = ({ shape: [height, width] }: SeenLayer) => height * width;
  const most = Math.max(...layers.map(places));
  return layers.findLast((each) => places(each) === most);
}
