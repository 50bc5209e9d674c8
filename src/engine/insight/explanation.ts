import type { Batch, Tensor } from "../../flow/stage/tensors.ts";
import type { Session } from "../train/session.ts";
import { decidingLayer } from "./choose_layers.ts";
import { explainedColumn, mapRows } from "./explained.ts";
import { gradCam, type GradCamTask } from "./grad_cam.ts";
import { type Grid, gridOf } from "./reach.ts";
import { type SeenLayer, seenLayers } from "./seen_layers.ts";
import { type View, viewOf } from "./view.ts";

/** What of a picture speaks for an answer. */
export interface Explanation {
  /** The class or tag that it speaks for; null for a number. */
  readonly of: string | null;
  /** The layer that was looked at. */
  readonly layer: string;
  /** What part of the picture the map lies over; null where nobody can say. */
  readonly view: View | null;
  /** Where its places lie over that part. */
  readonly grid: Grid;
  /** Rows from above, 0 to 1: how much each place speaks for it. */
  readonly map: readonly (readonly number[])[];
}

/** Explains the answers of a network. */
export class Explainer {
  readonly #session: Session;
  readonly #classes: readonly string[];
  readonly #view: View | null;
  /** Null where none makes images; not known before a batch was seen. */
  #layer: SeenLayer | null | undefined;

  /** @param classes in column order; empty for a number */
  constructor(session: Session, classes: readonly string[]) {
    this.#session = session;
    this.#classes = classes;
    this.#view = viewOf(session.stages) ?? null;
  }

  #layerFor(batch: Batch): SeenLayer | null {
    if (this.#layer !== undefined) return this.#layer;
    const images = Object.entries(batch).find(([, { rank }]) => rank === 4);
    const layers = images ? seenLayers(this.#session, batch, images[0]) : [];
    this.#layer = decidingLayer(layers) ?? null;
    return this.#layer;
  }

  /** @throws {Error} when a layer cannot be followed back: once, not again */
  #mapsOf(batch: Batch, task: GradCamTask): Tensor {
    try {
      return gradCam(this.#session, batch, task);
    } catch (error) {
      // tfjs keeps what such a pass has saved: it is not to be tried often.
      this.#layer = null;
      throw error;
    }
  }

  /**
   * What of each item of a batch speaks for the answer to it.
   *
   * @param outputs of each item, as the loss's activation gives them
   * @returns nothing where no layer makes images
   */
  async explain(
    batch: Batch,
    outputs: readonly (readonly number[])[],
  ): Promise<readonly Explanation[] | undefined> {
    const { kind } = this.#session;
    const layer = this.#layerFor(batch);
    if (layer === null) return undefined;
    const { name, shape, reach } = layer;
    const columns = outputs.map((each) => explainedColumn(kind, each));
    const maps = this.#mapsOf(batch, { layer: name, shape, columns });
    const values = Float32Array.from(await maps.data());
    maps.dispose();
    const [height, width] = shape;
    const images = Object.values(batch).find(({ rank }) => rank === 4);
    const grid = gridOf(reach, shape, images?.shape.slice(1) ?? []);
    return columns.map((column, at): Explanation => {
      const size = height * width;
      return {
        of: this.#classes[column] ?? null,
        layer: name,
        view: this.#view,
        grid,
        map: mapRows(values.subarray(at * size, (at + 1) * size), width),
      };
    });
  }
}
