import { reasonOf } from "../../base/errors/device.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { byFamily } from "../kernels/families.ts";
import { overridden } from "../kernels/override.ts";
import { tuningText } from "../kernels/tuning.ts";
import type { Adapter } from "./adapter.ts";
import { type Device, openDevice } from "./open_device.ts";

/** Whether this machine can train, and all that is known about why. */
export interface Diagnosis {
  readonly ready: boolean;
  /** The report, one line each, for a terminal. */
  readonly lines: readonly string[];
  /** Absent if no adapter was found. */
  readonly adapter?: Adapter;
}

/** Gives the device to examine. */
export type Open = () => Promise<Device>;

/**
 * Opens the device, trains on it for one gradient and compares the numbers
 * with those on paper. Never throws: what fails is in the lines.
 */
export async function diagnose(
  open: Open = () => openDevice(),
): Promise<Diagnosis> {
  let device: Device;
  try {
    device = await open();
  } catch (cause) {
    return { ready: false, lines: [...failure(cause), "Ready: no"] };
  }
  const { adapter } = device;
  try {
    await computeGradient(device);
    return {
      ready: true,
      lines: [
        ...describe(adapter),
        ...kernelLines(device.adapter),
        "Gradient check: right",
        ...adapter.notices,
        "Ready: yes",
      ],
      adapter,
    };
  } catch (cause) {
    return {
      ready: false,
      lines: [...describe(adapter), ...failure(cause), "Ready: no"],
      adapter,
    };
  } finally {
    device.close();
  }
}

/**
 * The loss sum((x w)^2) and its gradient 2 x'(x w), of a case worked by hand:
 *
 *     x = [[1, 2], [3, 4]]   w = [[1], [-1]]   x w = [[-1], [-1]]
 *     loss = 2               gradient = 2 [[1, 3], [2, 4]] [[-1], [-1]] = [[-8], [-12]]
 */
async function computeGradient(device: Device): Promise<void> {
  const { tf } = device;
  const x = tf.tensor2d([[1, 2], [3, 4]]);
  const w = tf.tensor2d([[1], [-1]]);
  const { value, grad } = tf.valueAndGrad((w) =>
    tf.sum(tf.square(tf.matMul(x, w)))
  )(w);
  try {
    const numbers = [...await value.data(), ...await grad.data()];
    await device.settle();
    const expected = [2, -8, -12];
    if (expected.some((number, i) => numbers[i] !== number)) {
      throw new PipelineError(
        `Cannot trust "${device.adapter.name}": a gradient is ${numbers}, not ${expected}`,
        {
          remedy: "Update the graphics driver, or set LEAT_DRIVER=swiftshader",
        },
      );
    }
  } finally {
    tf.dispose([x, w, value, grad]);
  }
}

function describe(adapter: Adapter): string[] {
  const { limits } = adapter;
  return [
    `Adapter: ${adapter.name}${adapter.software ? " (software)" : ""}`,
    `Driver: ${adapter.driver}`,
    ...adapter.tried.map((line) => `Tried: ${line}`),
    `Half precision (f16): ${adapter.f16 ? "yes" : "no"}`,
    `Features: ${adapter.features.join(", ")}`,
    `Largest tensor: ${mebibytes(limits.maxStorageBufferBindingSize)}`,
    `Largest buffer: ${mebibytes(limits.maxBufferSize)}`,
    `Invocations in a workgroup: ${limits.maxComputeInvocationsPerWorkgroup}`,
    `Tensors in a kernel: ${limits.maxStorageBuffersPerShaderStage}`,
  ];
}

/** What stands before tfjs' own kernels while a device is open. */
function kernelLines({ tuning }: Adapter): string[] {
  const kernels = overridden();
  const families = [...byFamily(kernels)].map(([family, each]) =>
    `${family} ${each.length}`
  );
  if (kernels.length === 0) return ["Kernels: all of them tfjs' own"];
  return [
    `Kernels: ${kernels.length} of Leat's before tfjs' own (${
      families.join(", ")
    })`,
    `Convolutions: ${tuningText(tuning)} (deno task tune measures)`,
    "Which of tfjs' run all the same: deno task train <pipeline> --verbose",
  ];
}

function failure(cause: unknown): string[] {
  const message = reasonOf(cause).split("\n");
  if (!(cause instanceof PipelineError) || cause.remedy === undefined) {
    return message;
  }
  return [...message, `What to do: ${cause.remedy}`];
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MiB`;
}
