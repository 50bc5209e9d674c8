import type { Tensor } from "@tensorflow/tfjs-core";
import { compileBeside, compilesAhead } from "../kernels/compile_ahead.ts";
import type { Feeds } from "./feeds.ts";
import type { Pool } from "./pool.ts";
import {
  type DataId,
  flush,
  type RecordedBackend,
} from "./recorded_backend.ts";
import { RecordedFeeds } from "./recorded_feeds.ts";
import { type RecordingDevice, recordingDevice } from "./recording_device.ts";
import {
  type Carry,
  carryBack,
  moveOut,
  type Places,
  placesOf,
  type State,
} from "./state.ts";
import { Tape } from "./tape.ts";

/** A step that can be told again to the device. */
export interface Repeatable<Moment> {
  /** Does all of a step on the device; its result is the caller's. */
  run(moment: Moment, feeds: Feeds<Moment>): Tensor;
  /** What a step leaves for the next one, at present. */
  state(): State;
  /** Does what is left to do on the processor when `run` is replayed. */
  repeat(): void;
}

/** A step as it was done. */
export interface Recording<Moment> {
  readonly tape: Tape;
  readonly feeds: RecordedFeeds<Moment>;
  readonly places: Places;
  readonly carries: readonly Carry[];
  /** What the step gave. */
  readonly output: Tensor;
  /** Where the output lies until the next replay. */
  readonly outputBuffer: GPUBuffer | undefined;
}

/** Does a step, and writes down what the device is told. */
export function record<Moment>(
  backend: RecordedBackend,
  pool: Pool,
  step: Repeatable<Moment>,
  moment: Moment,
): Recording<Moment> {
  const tape = new Tape();
  const places = placesOf(backend, step.state());
  flush(backend);
  const { device } = backend;
  const shaders: string[] = [];
  const recording = recordingDevice(device, pool, tape, {
    onShader: (code) => shaders.push(code),
    holds: compilesAhead(),
  });
  pool.begin({
    held: new Set(places.values()),
    onRead() {
      tape.refuse("reads numbers back");
      recording.release();
    },
  });
  const feeds = new RecordedFeeds(backend, device, pool, tape, moment);
  const stop = listen(backend, pool, tape, recording);
  const copied: Carry[] = [];
  try {
    const output = step.run(moment, feeds);
    feeds.release();
    const created = [...stop(), ...feeds.given];
    compileBeside(shaders);
    const carries = carryBack(backend, step.state(), places, pool, tape);
    copied.push(...carries);
    const moved = moveOut(backend, created, pool);
    copied.push(...moved.values());
    const outputBuffer = moved.get(output.dataId)?.from;
    if (outputBuffer === undefined || pool.isWritten(outputBuffer)) {
      tape.refuse("gives what it did not compute");
    } else if (moved.size > 1) {
      tape.refuse("keeps tensors beyond its end");
    }
    return { tape, feeds, places, carries, output, outputBuffer };
  } catch (cause) {
    // What is left of the step must not lie in buffers that are recycled.
    feeds.release();
    const created = [...stop(), ...feeds.given];
    copied.push(...carryBack(backend, step.state(), places, pool, tape));
    copied.push(...moveOut(backend, created, pool).values());
    throw cause;
  } finally {
    const encoder = device.createCommandEncoder();
    carry(encoder, copied);
    device.queue.submit([encoder.finish()]);
  }
}

/** Copies what lies elsewhere to where it belongs. */
export function carry(
  encoder: GPUCommandEncoder,
  carries: readonly Carry[],
): void {
  for (const { from, to } of carries) {
    encoder.copyBufferToBuffer(from, 0, to, 0, to.size);
  }
}

/**
 * Puts the pool and a recording device into the backend.
 *
 * @returns what takes them out again, and says which tensors were brought to or
 * made on the device
 */
function listen(
  backend: RecordedBackend,
  pool: Pool,
  tape: Tape,
  recording: RecordingDevice,
): () => ReadonlySet<DataId> {
  const { device, queue, bufferManager } = backend;
  const upload = backend.uploadToGPU;
  const created = new Set<DataId>();
  Object.assign(backend, { device: recording.device, queue: recording.queue });
  backend.bufferManager = pool;
  backend.uploadToGPU = (dataId) => {
    const { resource, values, dtype } = backend.tensorMap.get(dataId);
    if (resource === null || resource === undefined) {
      created.add(dataId);
      if (values) tape.constant(bytesOf(values, dtype));
    }
    upload.call(backend, dataId);
  };
  let stopped = false;
  return () => {
    if (stopped) return created;
    stopped = true;
    flush(backend);
    recording.release();
    Object.assign(backend, { device, queue, bufferManager });
    backend.uploadToGPU = upload;
    return created;
  };
}

function bytesOf(values: ArrayLike<number>, dtype: string): Uint8Array {
  const array = dtype === "float32"
    ? Float32Array.from(values)
    : Int32Array.from(values);
  return new Uint8Array(array.buffer);
}
