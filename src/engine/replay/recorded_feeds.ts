import type { Tensor } from "@tensorflow/tfjs-core";
import type { Feed, Feeds } from "./feeds.ts";
import type { Pool } from "./pool.ts";
import type { DataId, RecordedBackend } from "./recorded_backend.ts";
import type { Tape } from "./tape.ts";

/** A buffer that a feed fills at each step. */
interface Filled<Moment> {
  readonly feed: Feed<Moment>;
  readonly buffer: GPUBuffer;
}

/** A buffer into which a tensor of each step is copied. */
interface Taken<Moment> {
  readonly pick: (moment: Moment) => Tensor;
  readonly buffer: GPUBuffer;
}

/**
 * The feeds of a step while it is recorded: what they give lies in buffers that
 * nothing else writes to, and they remember how to fill them.
 */
export class RecordedFeeds<Moment> implements Feeds<Moment> {
  readonly #backend: RecordedBackend;
  readonly #device: GPUDevice;
  readonly #pool: Pool;
  readonly #tape: Tape;
  readonly #moment: Moment;
  readonly #filled: Filled<Moment>[] = [];
  readonly #taken: Taken<Moment>[] = [];
  #copies: Tensor[] = [];
  readonly #given: DataId[] = [];

  constructor(
    backend: RecordedBackend,
    device: GPUDevice,
    pool: Pool,
    tape: Tape,
    moment: Moment,
  ) {
    this.#backend = backend;
    this.#device = device;
    this.#pool = pool;
    this.#tape = tape;
    this.#moment = moment;
  }

  /** The tensors that were given to the step. */
  get given(): readonly DataId[] {
    return this.#given;
  }

  fill(feed: Feed<Moment>): Tensor {
    const { shape, dtype } = feed;
    const size = shape.reduce((product, side) => product * side, 4);
    const filled = { feed, buffer: this.#pool.forNumbers(size) };
    this.#filled.push(filled);
    this.#tape.fed(shape, dtype);
    this.#write(filled, this.#moment);
    return this.#tensor(filled.buffer, shape, dtype);
  }

  take(pick: (moment: Moment) => Tensor): Tensor {
    const { shape, dtype, size } = pick(this.#moment);
    const taken = { pick, buffer: this.#pool.forNumbers(size * 4) };
    this.#taken.push(taken);
    this.#tape.fed(shape, dtype);
    const encoder = this.#device.createCommandEncoder();
    this.#copy(taken, this.#moment, encoder);
    this.#device.queue.submit([encoder.finish()]);
    const copy = this.#tensor(taken.buffer, shape, dtype);
    this.#copies.push(copy);
    return copy;
  }

  /** Lets go of the tensors that stand for others, at the end of the step. */
  release(): void {
    for (const copy of this.#copies) copy.dispose();
    this.#copies = [];
  }

  /** Gives the buffers the numbers of another step. */
  feed(moment: Moment, encoder: GPUCommandEncoder): void {
    for (const filled of this.#filled) this.#write(filled, moment);
    for (const taken of this.#taken) this.#copy(taken, moment, encoder);
  }

  #write({ feed, buffer }: Filled<Moment>, moment: Moment): void {
    const numbers = feed.numbers(moment);
    const array = feed.dtype === "int32"
      ? Int32Array.from(numbers)
      : Float32Array.from(numbers);
    if (array.byteLength !== buffer.size) {
      throw new RangeError(
        `Cannot feed ${array.length} numbers to [${feed.shape}]`,
      );
    }
    this.#device.queue.writeBuffer(buffer, 0, array);
  }

  #copy(
    { pick, buffer }: Taken<Moment>,
    moment: Moment,
    encoder: GPUCommandEncoder,
  ): void {
    const { dataId } = pick(moment);
    const { resource } = this.#backend.tensorMap.get(dataId);
    if (resource === null || resource.size !== buffer.size) {
      throw new TypeError("Cannot take a tensor that is not on the device");
    }
    encoder.copyBufferToBuffer(resource, 0, buffer, 0, buffer.size);
  }

  #tensor(buffer: GPUBuffer, shape: readonly number[], dtype: string): Tensor {
    if (dtype !== "float32" && dtype !== "int32") {
      throw new TypeError(`Cannot feed numbers of type ${dtype}`);
    }
    const data = { buffer, zeroCopy: true } as const;
    const full = [...shape];
    const tensor = this.#backend.createTensorFromGPUData(data, full, dtype);
    this.#given.push(tensor.dataId);
    return tensor;
  }
}
