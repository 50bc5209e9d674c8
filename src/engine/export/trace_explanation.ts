import * as tf from "@tensorflow/tfjs-core";
import { notAGraph } from "../../base/errors/export.ts";
import type { Batch } from "../../flow/stage/tensors.ts";
import { decidingLayer } from "../insight/choose_layers.ts";
import { gradCamFrom } from "../insight/grad_cam.ts";
import { type Grid, gridOf } from "../insight/reach.ts";
import { seenLayers } from "../insight/seen_layers.ts";
import { type View, viewOf } from "../insight/view.ts";
import type { Session } from "../train/session.ts";
import { freeBatch } from "./free_batch.ts";
import type { Graph } from "./graph.ts";
import { EXPLAINS } from "./node_names.ts";
import type { Traced } from "./traced.ts";
import type { TracingBackend } from "./tracing_backend.ts";

/** How answers to one item are explained, as a graph of its own. */
export interface TracedExplanation {
  readonly graph: Graph;
  /** The layer that is looked at. */
  readonly layer: string;
  readonly view: View | null;
  readonly grid: Grid;
}

/**
 * Grad-CAM as a graph: what comes after the layer, and its slopes, all of it
 * noted.
 *
 * @param batch one item, made ready, of what is given
 * @param names of the network's variables
 * @returns nothing where no layer makes images
 * @throws {Error} when something is not to be followed back, or no graph has it
 */
export function traceExplanation(
  backend: TracingBackend,
  session: Session,
  batch: Batch,
  names: ReadonlyMap<Traced, string>,
): TracedExplanation | undefined {
  const [field, images] =
    Object.entries(batch).find(([, { rank }]) => rank === 4) ?? [];
  if (field === undefined || images === undefined) return undefined;
  const layer = decidingLayer(seenLayers(session, batch, field));
  if (layer === undefined) return undefined;
  const inputs = [
    { name: EXPLAINS.seen, shape: [1, ...layer.shape] },
    { name: EXPLAINS.chosen, shape: [1, session.columns] },
  ].map((each) => ({ ...each, dtype: "float32" as const }));
  const [seen, chosen] = inputs.map(({ name, shape, dtype }) =>
    backend.input(name, shape, dtype)
  ) as [tf.Tensor, tf.Tensor];
  try {
    const map = gradCamFrom(session, batch, layer.name, { seen, chosen });
    const traced = backend.of(map);
    map.dispose();
    const graph = freeBatch({
      inputs,
      // One item is all that is ever asked about.
      outputs: [traced, traced],
      output: EXPLAINS.map,
      names,
    });
    const made = new Set([
      ...inputs.map(({ name }) => name),
      ...graph.constants.keys(),
      ...graph.nodes.map(({ name }) => name),
    ]);
    for (const name of graph.nodes.flatMap(({ inputs }) => inputs)) {
      // It goes another way than through the layer.
      if (!made.has(name)) throw notAGraph(`it looks at "${name}" twice`);
    }
    return {
      graph,
      layer: layer.name,
      view: viewOf(session.stages) ?? null,
      grid: gridOf(layer.reach, layer.shape, images.shape.slice(1)),
    };
  } finally {
    tf.dispose([seen, chosen]);
  }
}
