import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { deviceRefused } from "../../base/errors/device.ts";
import {
  type Adapter,
  type AdapterLimits,
  LIMIT_NAMES,
  readLimits,
} from "./adapter.ts";
import { compileAheadOn } from "../kernels/compile_ahead.ts";
import { guardHalves } from "../kernels/halves/guard.ts";
import { installKernels } from "../kernels/install.ts";
import { restoreStock } from "../kernels/override.ts";
import { cutFor, IN_SOFTWARE, ON_GPU } from "../kernels/parallelism.ts";
import { operations } from "../kernels/operations.ts";
import type { Backend } from "../kernels/program.ts";
import { COMPACT, tuneKernels, type Tuning } from "../kernels/tuning.ts";
import { registerKernels } from "../kernels/register.ts";
import { tf } from "./_tfjs.ts";
import { isWorthCompiler, openCompiler } from "./compiler.ts";
import { countBuffers } from "./count_buffers.ts";
import type { Device } from "./device.ts";
import { watchFaults } from "./fault.ts";
import { flush } from "./flush.ts";
import { forgetReadings, freeIdleBuffers } from "./idle_buffers.ts";
import { rehearse } from "./rehearsal.ts";
import { releaseAtOnce } from "./release_at_once.ts";
import { requestAdapter } from "./request_adapter.ts";
import { type KnownTuning, tuningOf } from "./tuned.ts";

/** How a WebGPU device is made; the tests and benchmarks of the engine vary it. */
export interface CreateOptions {
  readonly onNotice?: (line: string) => void;
  /** Leaves tfjs' own kernels in place, to compare ours with. Default `false`. */
  readonly stockKernels?: boolean;
  /** Whether shaders are compiled ahead of a first step. Default `false`. */
  readonly trains?: boolean;
  /** Whether kernels are those that were measured to be fastest. Default `true`. */
  readonly tune?: boolean;
  /** The forms of kernels that an adapter is to have, whatever is kept of it. */
  readonly formsOf?: (adapter: Adapter) => Tuning | undefined;
  /** Takes the adapter for one in software or for a GPU, whatever it is, when it is tuned. */
  readonly software?: boolean;
  /** Limits to ask for in place of the adapter's own; WebGPU raises them to its defaults. */
  readonly limits?: Partial<AdapterLimits>;
}

const WANTED_FEATURES: readonly GPUFeatureName[] = [
  "timestamp-query",
  "shader-f16",
  "subgroups",
];

/** Makes a WebGPU device with all that its adapter offers and gives it to tfjs as "webgpu". */
export async function createDevice(
  options: CreateOptions = {},
): Promise<Device> {
  const found = await requestAdapter(options.onNotice ?? (() => {}));
  const gpu = await requestDevice(
    found.gpu,
    found.adapter,
    options.limits ?? {},
  );
  const faults = watchFaults(gpu, found.adapter.name);
  const held = countBuffers(gpu);
  const backend = new WebGPUBackend(gpu, found.gpu.info);
  releaseAtOnce(backend);
  forgetReadings(backend);
  // The same backend, as kernels see it: tfjs types it more narrowly.
  guardHalves(backend as unknown as Backend);
  if (tf.engine().registryFactory["webgpu"] !== undefined) {
    tf.removeBackend("webgpu");
  }
  tf.registerBackend("webgpu", () => backend);
  await tf.setBackend("webgpu");
  registerKernels("webgpu");
  const tensors = options.stockKernels === true ? tf : operations;
  const device: Omit<Device, "adapter" | "measured" | "tried"> = {
    tf: tensors,
    check: faults.check,
    async settle() {
      flush(backend);
      await gpu.queue.onSubmittedWorkDone();
      faults.check();
    },
    memory: () => ({
      tensors: tf.memory().numTensors,
      bytes: backend.memory().numBytesInGPU,
    }),
    held,
    rehearse: (work) => rehearse(gpu, work),
    freeIdle: () => freeIdleBuffers(backend),
    close() {
      faults.stop();
      tf.removeBackend("webgpu");
      gpu.destroy();
    },
  };
  if (options.stockKernels === true) restoreStock();
  else installKernels();
  try {
    const taken = { ...found.adapter, limits: readLimits(gpu.limits) };
    const chosen = await chooseTuning(gpu, taken, options);
    const { tuning, measured, tried = {} } = chosen;
    tuneKernels(tuning);
    cutFor(taken.software ? IN_SOFTWARE : ON_GPU);
    const compiler = options.trains === true && isWorthCompiler(taken, tuning)
      ? await openCompiler()
      : undefined;
    compileAheadOn(compiler);
    return {
      ...device,
      adapter: { ...taken, tuning },
      measured,
      tried,
      close() {
        compileAheadOn(undefined);
        compiler?.close();
        device.close();
      },
    };
  } catch (cause) {
    device.close();
    throw cause;
  }
}

/** The forms of kernels: with loops where none of ours are, or none is to be chosen. */
async function chooseTuning(
  gpu: GPUDevice,
  adapter: Adapter,
  { tune = true, formsOf = () => undefined, ...options }: CreateOptions,
): Promise<KnownTuning> {
  if (!tune || options.stockKernels === true) {
    return { tuning: COMPACT, measured: true };
  }
  const forms = formsOf(adapter);
  if (forms !== undefined) return { tuning: forms, measured: true };
  const software = options.software ?? adapter.software;
  return await tuningOf(gpu, { ...adapter, software });
}

async function requestDevice(
  gpu: GPUAdapter,
  adapter: Adapter,
  lowered: Partial<AdapterLimits>,
): Promise<GPUDevice> {
  const requiredLimits: Record<string, number> = {};
  for (const name of LIMIT_NAMES) {
    requiredLimits[name] = lowered[name] ?? adapter.limits[name];
  }
  try {
    return await gpu.requestDevice({
      requiredLimits,
      requiredFeatures: WANTED_FEATURES.filter((feature) =>
        gpu.features.has(feature)
      ),
    });
  } catch (cause) {
    throw deviceRefused(adapter.name, cause);
  }
}
