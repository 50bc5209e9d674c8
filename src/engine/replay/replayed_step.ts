import type { Tensor } from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";
import { feedsOf } from "./feeds.ts";
import { Fences } from "./fences.ts";
import { Pool } from "./pool.ts";
import { carry, record, type Recording, type Repeatable } from "./record.ts";
import {
  flush,
  type RecordedBackend,
  recordedBackend,
} from "./recorded_backend.ts";
import { forgetRead, liesThere } from "./state.ts";

/**
 * Steps are recorded at most so often until two in a row tell the device the
 * same: a first one may make what later ones find.
 */
const ATTEMPTS = 4;

/**
 * A step of which the first few are done and recorded, and the others replayed,
 * bit for bit the same:
 *
 *     record, record: the same? -> replay, replay, …
 *             not the same?     -> done as ever, and it is said why
 *
 * Numbers that the processor gives the device go through the feeds of the step;
 * where others change from step to step, nothing is replayed.
 */
export class ReplayedStep<Moment> {
  readonly #tf: Tensors;
  readonly #step: Repeatable<Moment>;
  readonly #fences = new Fences();
  #pool: Pool | undefined;
  #recording: Recording<Moment> | undefined;
  #ready = false;
  #attempts = 0;
  #refusal: string | undefined;
  #replays = 0;

  constructor(tf: Tensors, step: Repeatable<Moment>) {
    this.#tf = tf;
    this.#step = step;
    if (recordedBackend(tf) === undefined) this.#refusal = "runs on no GPU";
  }

  /** What the step does that keeps it from being replayed, if that is known. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Whether the next step is a replay, if its state is where it was. */
  get ready(): boolean {
    return this.#ready;
  }

  /** How many steps were replayed so far. */
  get replays(): number {
    return this.#replays;
  }

  /** Bytes of the buffers that it keeps to replay. */
  get bytes(): number {
    return this.#pool?.bytes ?? 0;
  }

  /** Does one step; the result is the caller's. */
  take(moment: Moment): Tensor {
    const backend = recordedBackend(this.#tf);
    if (backend === undefined || this.#refusal !== undefined) {
      return this.#step.run(moment, feedsOf(this.#tf, moment));
    }
    return this.#replay(backend, moment) ?? this.#record(backend, moment);
  }

  /** Resolves when the device is not too many replays behind. */
  async room(): Promise<void> {
    await this.#fences.room();
  }

  #replay(backend: RecordedBackend, moment: Moment): Tensor | undefined {
    const recording = this.#recording;
    const state = this.#step.state();
    if (
      !this.#ready || !recording?.outputBuffer ||
      !liesThere(backend, state, recording.places)
    ) return undefined;
    const { tape, feeds, carries, output, outputBuffer } = recording;
    flush(backend);
    this.#step.repeat();
    const result = backend.makeTensorInfo([...output.shape], "float32");
    backend.uploadToGPU(result.dataId);
    const encoder = backend.device.createCommandEncoder();
    feeds.feed(moment, encoder);
    tape.play(encoder);
    carry(encoder, carries);
    const to = backend.tensorMap.get(result.dataId).resource;
    if (to === null) throw new TypeError("Cannot keep the result of a step");
    carry(encoder, [{ from: outputBuffer, to }]);
    backend.queue.submit([encoder.finish()]);
    this.#fences.add(backend.queue);
    forgetRead(backend, state);
    this.#replays++;
    return this.#tf.engine().makeTensorFromTensorInfo(result);
  }

  #record(backend: RecordedBackend, moment: Moment): Tensor {
    this.#pool ??= this.#newPool(backend);
    this.#ready = false;
    const recording = record(backend, this.#pool, this.#step, moment);
    const { tape, output } = recording;
    const before = this.#recording?.tape;
    const fault = tape.refusal ??
      (before ? tape.differenceFrom(before) : undefined);
    this.#recording = recording;
    this.#ready = before !== undefined && fault === undefined;
    if (this.#ready) {
      this.#pool.trim();
      this.#attempts = 0;
    } else if (++this.#attempts === ATTEMPTS) {
      this.dispose();
      this.#refusal = fault;
    }
    return output;
  }

  #newPool(backend: RecordedBackend): Pool {
    return new Pool({
      device: backend.device,
      main: backend.bufferManager,
    });
  }

  /** Frees what it keeps; the next step is recorded anew. */
  dispose(): void {
    this.#pool?.destroy();
    this.#pool = this.#recording = undefined;
    this.#ready = false;
    this.#attempts = 0;
  }
}
