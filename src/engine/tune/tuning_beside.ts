/**
 * Measures kernels between the steps of a training:
 *
 *     steps  ──── ──── ──── ────── ──── ────
 *     measures   ─    ─    ─      ─ over
 *
 * @module
 */
import type { Device } from "../device/device.ts";
import { countNoCalls } from "../kernels/kernel_watch.ts";
import { tuneKernels } from "../kernels/tuning.ts";
import {
  type Buffers,
  flush,
  recordedBackend,
} from "../replay/recorded_backend.ts";
import { BUDGET, type Measured, measureTuning } from "./measure.ts";

/** Milliseconds: trainings that are over by then do without. */
const AFTER = 2_000;
/** The most of the time of a training that it takes. */
const SHARE = 0.1;

/** How much time it takes, and when. */
export interface BesideOptions {
  /** Milliseconds in all, after which nothing more is begun. */
  readonly budget?: number;
  /** Milliseconds until the first measurement. */
  readonly after?: number;
  /** The most of the time since it was made, 0 to 1. */
  readonly share?: number;
}

/** Thrown where measuring waits for a turn that does not come. */
class Abandoned extends Error {}

/** tfjs' own buffers, of a kind that can be made anew. */
interface OwnBuffers extends Buffers {
  dispose(): void;
}

/**
 * Measures in small pieces. It has buffers of its own, which are gone when it is
 * over, and puts the forms of kernels back whenever it rests: nothing that is
 * trained meanwhile is computed otherwise.
 */
export class TuningBeside {
  readonly #device: Device;
  readonly #options: Required<BesideOptions>;
  readonly #made = performance.now();
  #spent = 0;
  /** When the present piece began. */
  #since: number | undefined;
  #work: Promise<void> | undefined;
  #turn = Promise.withResolvers<void>();
  #rest = Promise.withResolvers<void>();
  #over = false;
  #measured: Measured | undefined;
  #found: Measured | undefined;
  #buffers: OwnBuffers | undefined;

  constructor(
    device: Device,
    { budget = BUDGET, after = AFTER, share = SHARE }: BesideOptions = {},
  ) {
    this.#device = device;
    this.#options = { budget, after, share };
  }

  /** What was found, once all is measured or the time is over. */
  get measured(): Measured | undefined {
    return this.#measured;
  }

  /** What was found so far, if anything. */
  get found(): Measured | undefined {
    return this.#found;
  }

  /** Measures for a moment, if it is time; call it between two steps. */
  async between(): Promise<void> {
    if (this.#over) return;
    const { after, share } = this.#options;
    const elapsed = performance.now() - this.#made;
    if (elapsed < after || this.#spent > share * elapsed) return;
    await this.#letGo(({ resolve }) => resolve());
  }

  /** Ends it where it stands, and frees what it took. */
  async close(): Promise<void> {
    if (this.#over) return;
    if (this.#work === undefined) this.#over = true;
    else await this.#letGo(({ reject }) => reject(new Abandoned()));
  }

  /** Lets the measuring go on until it rests or is over. */
  async #letGo(
    answer: (turn: PromiseWithResolvers<void>) => void,
  ): Promise<void> {
    const leave = this.#enter();
    const turn = this.#turn;
    this.#turn = Promise.withResolvers();
    this.#rest = Promise.withResolvers();
    try {
      await this.#device.settle();
      this.#since = performance.now();
      if (this.#work === undefined) this.#work = this.#measure();
      else answer(turn);
      await this.#rest.promise;
    } finally {
      this.#spent = this.#clock();
      this.#since = undefined;
      leave();
    }
  }

  /** Milliseconds of measuring so far. */
  #clock(): number {
    const now = performance.now();
    return this.#spent + now - (this.#since ?? now);
  }

  async #measure(): Promise<void> {
    const { adapter, tf, tried } = this.#device;
    const pause = async () => {
      const { promise } = this.#turn;
      this.#rest.resolve();
      await promise;
    };
    try {
      this.#measured = await measureTuning({
        tf,
        settle: () => this.#device.settle(),
        pause,
      }, {
        size: adapter.software ? "small" : "large",
        start: adapter.tuning,
        tried,
        budget: this.#options.budget,
        now: () => this.#clock(),
        onFound: (found) => {
          this.#found = found;
        },
      });
    } catch {
      // Nothing is known then; what fails on the device, the training tells.
    } finally {
      this.#over = true;
      this.#rest.resolve();
    }
  }

  /** Stands in for the training on the device. @returns what puts it back */
  #enter(): () => void {
    const { tf, adapter } = this.#device;
    const backend = recordedBackend(tf);
    if (backend === undefined) return () => {};
    const { bufferManager } = backend;
    flush(backend);
    const Kind = bufferManager.constructor as new (
      device: GPUDevice,
    ) => OwnBuffers;
    this.#buffers ??= new Kind(backend.device);
    backend.bufferManager = this.#buffers;
    countNoCalls(true);
    return () => {
      flush(backend);
      backend.bufferManager = bufferManager;
      countNoCalls(false);
      tuneKernels(adapter.tuning);
      if (this.#over) this.#buffers?.dispose();
    };
  }
}
