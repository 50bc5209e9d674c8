import type { Cut } from "../../flow/stage/architecture.ts";
import type { Field } from "../../flow/stage/input.ts";
import type { Batch, Tensor2D } from "../../flow/stage/tensors.ts";
import type { Items, Rows } from "../data/packed_items.ts";
import { onDevice } from "../replay/feeds.ts";
import { fullBatches } from "./evaluate.ts";
import { featuresOf } from "./frozen.ts";
import { inputsOf } from "./inputs.ts";
import type { Session } from "./session.ts";

const FIELD = "features";
const FLOAT_BYTES = 4;

/** Numbers of one item. */
function sizeOf({ shape }: Cut): number {
  return shape.reduce((size, side) => size * side, 1);
}

/** Bytes of the features of so many items. */
export function featureBytes(cut: Cut, items: number): number {
  return sizeOf(cut) * FLOAT_BYTES * items;
}

/** What frozen layers make of items, on the processor: items themselves. */
export class Features implements Items {
  readonly fields: readonly Field[];
  readonly #rows: ReadonlyMap<string, number>;
  readonly #values: Float32Array;
  readonly #size: number;
  #waitedMs = 0;

  /** Room for the features of these items; written by {@linkcode computeFeatures}. */
  constructor(cut: Cut, ids: readonly string[]) {
    this.fields = [{ name: FIELD, dtype: "float32", shape: cut.shape }];
    this.#rows = new Map(ids.map((id, row) => [id, row]));
    this.#size = sizeOf(cut);
    this.#values = new Float32Array(ids.length * this.#size);
  }

  get waitedMs(): number {
    return this.#waitedMs;
  }

  #row(id: string): Float32Array {
    const row = this.#rows.get(id);
    if (row === undefined) throw new RangeError(`Cannot find item "${id}"`);
    return this.#values.subarray(row * this.#size, (row + 1) * this.#size);
  }

  /** Keeps features of these items, one after the other; what is left is not. */
  write(ids: readonly string[], values: Float32Array): void {
    const size = this.#size;
    ids.forEach((id, at) =>
      this.#row(id).set(values.subarray(at * size, (at + 1) * size))
    );
  }

  read(ids: readonly string[]): Rows {
    const start = performance.now();
    const values = new Float32Array(ids.length * this.#size);
    ids.forEach((id, at) => values.set(this.#row(id), at * this.#size));
    this.#waitedMs += performance.now() - start;
    return [values];
  }
}

/** A batch where a step of training has it. */
function placed({ tf }: Session, batch: Batch): Batch {
  for (const tensor of Object.values(batch)) onDevice(tf, tensor);
  return batch;
}

/** Which features are computed. */
export interface FeaturesTask {
  readonly session: Session;
  readonly cut: Cut;
  readonly items: Items;
  readonly ids: readonly string[];
  /** Told after each batch; may throw. */
  readonly onItems: (done: number) => void;
}

/**
 * What the layers before a cut make of items, once of each: in batches as
 * training has them, so that the same kernels compute it.
 */
export async function computeFeatures(
  { session, cut, items, ids, onItems }: FeaturesTask,
): Promise<Features> {
  const { tf } = session;
  const features = new Features(cut, ids);
  let done = 0;
  for (const { real, full } of fullBatches(session, ids)) {
    const made = tf.tidy(() => {
      const inputs = session.answeringBatch(items.read(full), full.length);
      return featuresOf(session, cut, placed(session, inputs));
    });
    const values = await made.data();
    made.dispose();
    features.write(real, Float32Array.from(values));
    done += real.length;
    onItems(done);
  }
  return features;
}

/**
 * A session of the layers after a cut alone, which reads features; its
 * variables are the whole network's, and so is their owner.
 */
export function sessionAfter(
  session: Session,
  cut: Cut,
  { fields }: Features,
): Session {
  const { tf, network } = session;
  const none = { transforms: [], normalization: undefined };
  const inputs = inputsOf(tf, { fields, ...none });
  return {
    ...session,
    ...inputs,
    answeringBatch: (rows, count) =>
      placed(session, inputs.answeringBatch(rows, count)),
    fields,
    network: {
      ...network,
      forward: (forward, batch): Tensor2D => {
        const features = batch[FIELD];
        if (features === undefined) throw new TypeError("No features to read");
        return cut.after(forward, features);
      },
      // What was before is not of this one.
      cut: () => undefined,
    },
  };
}
