import { type Buffers, tensorUsage } from "./recorded_backend.ts";

/** Where a pool leaves what is not its own. */
export interface PoolOptions {
  readonly device: GPUDevice;
  /** tfjs' own buffers. */
  readonly main: Buffers;
}

/** One recording that a pool serves. */
export interface PoolUse {
  /** Buffers of tfjs that stay what they are even when it lets go of them. */
  readonly held: ReadonlySet<GPUBuffer>;
  /** Called when numbers are to be read back. */
  readonly onRead: () => void;
}

/**
 * The buffers of one recorded step. They are recycled within the step, as
 * replaying repeats the order; nobody else gets them. Buffers that the processor
 * wrote to are not: the next user's numbers would be there when they are read.
 */
export class Pool implements Buffers {
  readonly #options: PoolOptions;
  readonly #all = new Set<GPUBuffer>();
  readonly #written = new Set<GPUBuffer>();
  readonly #free = new Map<string, GPUBuffer[]>();
  /** Those that somebody had since the last beginning. */
  readonly #used = new Set<GPUBuffer>();
  #use: PoolUse = { held: new Set(), onRead: () => {} };
  #bytes = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** What it holds on the device. */
  get bytes(): number {
    return this.#bytes;
  }

  /** tfjs reads these two of whatever gives it buffers. */
  get numBytesUsed(): number {
    return this.#bytes;
  }

  get numBytesAllocated(): number {
    return this.#bytes;
  }

  /** Whether a buffer is one of these. */
  owns(buffer: GPUBuffer | null): buffer is GPUBuffer {
    return buffer !== null && this.#all.has(buffer);
  }

  /** Whether a buffer is of these, and only the processor writes to it. */
  isWritten(buffer: GPUBuffer): boolean {
    return this.#written.has(buffer);
  }

  /** Starts over: all buffers are free again. */
  begin(use: PoolUse): void {
    this.#use = use;
    for (const buffer of this.#written) this.#destroy(buffer);
    this.#written.clear();
    this.#free.clear();
    this.#used.clear();
    for (const buffer of this.#all) this.#offer(buffer);
  }

  /**
   * Frees what nobody had since the last beginning: a first step makes what later
   * ones find.
   */
  trim(): void {
    for (const buffer of this.#all) {
      if (!this.#used.has(buffer)) this.#destroy(buffer);
    }
    for (const [key, buffers] of this.#free) {
      this.#free.set(key, buffers.filter((each) => this.#all.has(each)));
    }
  }

  /** A buffer for numbers that the processor writes at every step. */
  forNumbers(size: number): GPUBuffer {
    return this.#create(size, tensorUsage(), false, true);
  }

  acquireBuffer(
    size: number,
    usage: number,
    mappedAtCreation = false,
    reuse = true,
  ): GPUBuffer {
    if (usage & GPUBufferUsage.MAP_READ) {
      this.#use.onRead();
      return this.#options.main.acquireBuffer(
        size,
        usage,
        mappedAtCreation,
        reuse,
      );
    }
    const written = mappedAtCreation || (usage & GPUBufferUsage.UNIFORM) > 0;
    const free = written
      ? undefined
      : this.#free.get(`${size} ${usage}`)?.pop();
    if (free === undefined) {
      return this.#create(size, usage, mappedAtCreation, written);
    }
    this.#used.add(free);
    return free;
  }

  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void {
    if (this.#use.held.has(buffer) || this.#written.has(buffer)) return;
    if (this.#all.has(buffer)) this.#offer(buffer);
    else this.#options.main.releaseBuffer(buffer, reuse);
  }

  /** Frees everything; nothing recorded with it can be replayed any more. */
  destroy(): void {
    for (const buffer of this.#all) this.#destroy(buffer);
    this.#written.clear();
    this.#free.clear();
  }

  #create(
    size: number,
    usage: number,
    mappedAtCreation: boolean,
    written: boolean,
  ): GPUBuffer {
    const { device } = this.#options;
    const buffer = device.createBuffer({ size, usage, mappedAtCreation });
    this.#all.add(buffer);
    this.#used.add(buffer);
    if (written) this.#written.add(buffer);
    this.#bytes += size;
    return buffer;
  }

  #offer(buffer: GPUBuffer): void {
    const key = `${buffer.size} ${buffer.usage}`;
    const free = this.#free.get(key) ?? [];
    free.push(buffer);
    this.#free.set(key, free);
  }

  #destroy(buffer: GPUBuffer): void {
    this.#all.delete(buffer);
    this.#used.delete(buffer);
    this.#bytes -= buffer.size;
    buffer.destroy();
  }
}
