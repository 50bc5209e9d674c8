import type { Tuning } from "../kernels/tuning.ts";
import { type Adapter, cpuAdapter } from "./adapter.ts";
import { registerKernels } from "../kernels/register.ts";
import { tf } from "./_tfjs.ts";
import { createDevice } from "./create_device.ts";
import type { Device } from "./device.ts";

export type { Adapter, AdapterLimits, Driver } from "./adapter.ts";
export type { Device } from "./device.ts";

/** What to compute on. */
export interface DeviceOptions {
  /** `"cpu"` is tfjs' plain JavaScript: the reference for tests. Default `"webgpu"`. */
  readonly backend?: "webgpu" | "cpu";
  /** Gets the lines that a user must read, such as which slow driver is used. */
  readonly onNotice?: (line: string) => void;
  /** Whether it is to train: shaders are compiled ahead of a first step. Default `false`. */
  readonly trains?: boolean;
  /** Whether kernels are those that were measured to be fastest. Default `true`. */
  readonly tune?: boolean;
  /** The forms of kernels that an adapter is to have, whatever is kept of it. */
  readonly formsOf?: (adapter: Adapter) => Tuning | undefined;
}

/** What the processor has, whose tensors lie in arrays. */
const NO_BUFFERS = { bytes: 0, most: 0, largest: 0 };

/** A device and how many hold it. */
interface Shared {
  readonly device: Promise<Device>;
  holders: number;
}

const open = new Map<"webgpu" | "cpu", Shared>();

/**
 * Opens the machine's fastest adapter and makes it tfjs' backend. There is one
 * device for each backend in a process: a second call returns the same, and
 * makes it current again.
 *
 * @throws {PipelineError} no adapter, with all that was tried and the remedy
 *
 * @example
 * ```ts
 * import { openDevice } from "./open_device.ts";
 * import assert from "node:assert/strict";
 *
 * const device = await openDevice();
 * const sum = device.tf.tidy(() => device.tf.sum(device.tf.tensor1d([1, 2, 3])));
 * await device.settle();
 * assert.equal((await sum.data())[0], 6);
 * sum.dispose();
 * device.close();
 * ```
 */
export async function openDevice(options: DeviceOptions = {}): Promise<Device> {
  const backend = options.backend ?? "webgpu";
  let shared = open.get(backend);
  if (shared === undefined) {
    shared = {
      device: backend === "cpu" ? openCpu() : createDevice(options),
      holders: 0,
    };
    open.set(backend, shared);
  }
  shared.holders++;
  let device: Device;
  try {
    device = await shared.device;
  } catch (cause) {
    open.delete(backend);
    throw cause;
  }
  await device.tf.setBackend(backend);
  return withHolder(backend, shared, device);
}

async function openCpu(): Promise<Device> {
  await import("@tensorflow/tfjs-backend-cpu");
  await tf.setBackend("cpu");
  registerKernels("cpu");
  return {
    tf,
    adapter: cpuAdapter(),
    measured: true,
    tried: {},
    check() {},
    settle: () => Promise.resolve(),
    memory: () => ({
      tensors: tf.memory().numTensors,
      bytes: tf.memory().numBytes,
    }),
    held: () => NO_BUFFERS,
    rehearse: (work) => work({ held: () => NO_BUFFERS, freeIdle() {} }),
    freeIdle() {},
    close() {},
  };
}

function withHolder(
  backend: "webgpu" | "cpu",
  shared: Shared,
  device: Device,
): Device {
  let held = true;
  return {
    ...device,
    close() {
      if (!held) return;
      held = false;
      if (--shared.holders > 0) return;
      open.delete(backend);
      device.close();
    },
  };
}
