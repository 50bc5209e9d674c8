/**
 * What a look into a network goes through: its images in batches, and where
 * pictures of what is seen are put.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Interrupted } from "../../base/errors/interrupted.ts";
import type { Field } from "../../flow/stage/input.ts";
import type { Batch } from "../../flow/stage/tensors.ts";
import type { Items } from "../data/packed_items.ts";
import { makingOf } from "../inspect/making_of.ts";
import { type Making, toPixels } from "../inspect/to_pixels.ts";
import type { Session } from "../train/session.ts";

/** Pictures of one size in a file of RGB bytes, one after the other. */
export interface PictureFile {
  readonly file: string;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** A batch of images on the device. */
export interface ImageBatch {
  readonly tensors: Batch;
  /** Of one image as the network reads it: `[height, width, channels]`. */
  readonly side: readonly number[];
}

/** What is looked at, and with what. */
export interface LookOptions {
  readonly session: Session;
  readonly items: Items;
  /** The field that holds images. */
  readonly image: Field;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Images of a batch, at most. What is looked at are some dozens of values, a
 * last batch is filled up, and a processor that plays a GPU takes seconds for
 * each dozen of images.
 */
const MOST = 16;

/** A look into a network. */
export class Look {
  readonly session: Session;
  /** The field that holds images. */
  readonly field: string;
  /** How many images make a batch. */
  readonly size: number;
  readonly #items: Items;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #making: Making;

  constructor({ session, items, image, folder, signal }: LookOptions) {
    this.session = session;
    this.field = image.name;
    const { batch } = session.stages.fit.behaviour;
    this.size = Math.min(MOST, batch, session.most);
    this.#items = items;
    this.#folder = folder;
    this.#signal = signal;
    this.#making = makingOf(session, "valid");
  }

  /**
   * Runs with each batch of a list. The last is filled up with what is last in
   * it: one size means one set of compiled kernels.
   *
   * @param id the item of each of the list
   * @throws {Interrupted} when the signal came
   */
  async each<Value>(
    list: readonly Value[],
    id: (value: Value) => string,
    run: (
      batch: ImageBatch,
      values: { readonly real: readonly Value[]; readonly full: Value[] },
    ) => Promise<void>,
  ): Promise<void> {
    const { session, field, size } = this;
    for (let from = 0; from < list.length; from += size) {
      if (this.#signal.aborted) throw new Interrupted();
      const real = list.slice(from, from + size);
      const last = real.slice(-1);
      const full = [...real];
      while (full.length < size) full.push(...last);
      const rows = this.#items.read(full.map(id));
      const tensors = session.answeringBatch(rows, size);
      try {
        const side = tensors[field]?.shape.slice(1) ?? [];
        await run({ tensors, side }, { real, full });
      } finally {
        session.tf.dispose(Object.values(tensors));
      }
    }
  }

  /** A part of an image as people see it. */
  toPixels(values: Float32Array, side: readonly number[]): Uint8Array {
    return toPixels(values, side, this.#making);
  }

  /** Writes pictures that are all as large. */
  async write(
    file: string,
    pixels: readonly Uint8Array[],
    { height, width }: { readonly height: number; readonly width: number },
  ): Promise<PictureFile> {
    await writeFile(join(this.#folder, file), Buffer.concat(pixels));
    const bytes = pixels.reduce((sum, { length }) => sum + length, 0);
    const size = height * width * 3;
    return { file, count: size > 0 ? bytes / size : 0, height, width };
  }
}
