/**
 * Finds out which shaders are fastest on the adapter at hand, and keeps it for
 * the runs that follow.
 *
 * @module
 */
import * as core from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { stream } from "../../base/random/stream.ts";
import { type Device, openDevice } from "../device/open_device.ts";
import { tuningFile, writeTuning } from "../device/tuned.ts";
import {
  COMPACT,
  TUNED,
  type Tuned,
  tuneKernels,
  type Tuning,
} from "../kernels/tuning.ts";

/** One kernel that was measured in both forms. */
export interface TunedRow {
  readonly kernel: Tuned;
  /** Milliseconds a run, written with loops. */
  readonly compact: number;
  /** Milliseconds a run, written out. */
  readonly unrolled: number;
  /** Milliseconds of the first run of what is written out, with its compilation. */
  readonly first: number;
}

/** A layer of a residual network: `[batch, side, side, channels]` to the same. */
interface Layer {
  readonly side: number;
  readonly channels: number;
}

const BATCH = 16;
const OPEN: Layer = { side: 16, channels: 64 };
const WHOLE: Layer = { side: 4, channels: 256 };

const LAYERS: Readonly<Record<Tuned, Layer>> = {
  "convolution": OPEN,
  "whole convolution": WHOLE,
  "filter gradient": OPEN,
  "whole filter gradient": WHOLE,
};

const TURNS = 3;
const RUNS_IN_TURN = 5;
/** What is written out must be so much faster to be worth compiling. */
const WORTH = 1.05;

function drawn(tf: Device["tf"], ...shape: readonly number[]): Tensor {
  const random = stream(1, "tune", ...shape);
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from(
    { length: size },
    () => random.uniform(-1, 1),
  );
  return tf.tensor(values, [...shape]);
}

/** What runs a kernel once; its tensors live as long as the caller's scope. */
function workOf(tf: Device["tf"], kernel: Tuned): () => Tensor {
  const { side, channels } = LAYERS[kernel];
  const x = drawn(tf, BATCH, side, side, channels);
  const geometry = { strides: [1, 1], pad: "same", dataFormat: "NHWC" };
  if (kernel === "convolution" || kernel === "whole convolution") {
    const filter = drawn(tf, 3, 3, channels, channels);
    const attributes = { ...geometry, dilations: [1, 1] };
    return () =>
      tf.engine().runKernel<Tensor>(core.Conv2D, { x, filter }, attributes);
  }
  const dy = drawn(tf, BATCH, side, side, channels);
  const attributes = { ...geometry, filterShape: [3, 3, channels, channels] };
  return () =>
    tf.engine().runKernel<Tensor>(
      core.Conv2DBackpropFilter,
      { x, dy },
      attributes,
    );
}

/** Milliseconds of so many runs. */
async function timeOf(
  device: Device,
  work: () => Tensor,
  tuning: Tuning,
  runs: number,
): Promise<number> {
  tuneKernels(tuning);
  const start = performance.now();
  for (let run = 0; run < runs; run++) work().dispose();
  await device.settle();
  return performance.now() - start;
}

async function measure(device: Device, kernel: Tuned): Promise<TunedRow> {
  const { tf } = device;
  tf.engine().startScope();
  try {
    const work = workOf(tf, kernel);
    await timeOf(device, work, COMPACT, 1);
    const first = await timeOf(device, work, [kernel], 1);
    const [compact, unrolled]: number[][] = [[], []];
    for (let turn = 0; turn < TURNS; turn++) {
      compact?.push(await timeOf(device, work, COMPACT, RUNS_IN_TURN));
      unrolled?.push(await timeOf(device, work, [kernel], RUNS_IN_TURN));
    }
    const least = (times: readonly number[] = []) =>
      Math.min(...times) / RUNS_IN_TURN;
    return {
      kernel,
      compact: least(compact),
      unrolled: least(unrolled),
      first,
    };
  } finally {
    tf.engine().endScope();
  }
}

/** What was chosen, and where it is kept. */
export interface TuneResult {
  readonly adapter: string;
  readonly unrolled: Tuning;
  readonly file: string;
}

/**
 * Measures each kernel in both forms and keeps which is the faster one.
 *
 * @param onRow gets each kernel when it is measured
 * @throws {PipelineError} where there is no adapter, or the choice cannot be kept
 */
export async function tune(
  onRow: (row: TunedRow) => void,
  onNotice: (line: string) => void,
): Promise<TuneResult> {
  const device = await openDevice({ onNotice });
  try {
    const unrolled: Tuned[] = [];
    for (const kernel of TUNED) {
      const row = await measure(device, kernel);
      onRow(row);
      if (row.compact > WORTH * row.unrolled) unrolled.push(kernel);
    }
    const { adapter } = device;
    tuneKernels(unrolled);
    await writeTuning(adapter, unrolled);
    return {
      adapter: adapter.description,
      unrolled,
      file: tuningFile(adapter),
    };
  } finally {
    device.close();
  }
}
