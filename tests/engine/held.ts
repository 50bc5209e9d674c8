import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Device } from "../../src/engine/device/device.ts";

/** The parts of tfjs' WebGPU backend that count what it keeps. */
interface Counting {
  readonly bufferManager: {
    getNumUsedBuffers(): number;
    getNumFreeBuffers(): number;
  };
  readonly pipelineCache: Readonly<Record<string, unknown>>;
}

/** What a device holds: it is the same again where nothing is left behind. */
export function heldOn({ tf }: Pick<Device, "tf">) {
  const { bufferManager, pipelineCache } = tf.backend() as unknown as Counting;
  return {
    tensors: tf.memory().numTensors,
    bytes: tf.memory().numBytes,
    data: tf.engine().backend.numDataIds(),
    buffers: bufferManager.getNumUsedBuffers() +
      bufferManager.getNumFreeBuffers(),
    pipelines: Object.keys(pipelineCache).length,
  };
}

/** The memory of this process without what its collector has not come to. */
export function memoryInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return Deno.memoryUsage().rss;
}
