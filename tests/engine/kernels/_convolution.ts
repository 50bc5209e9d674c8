import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import {
  tuneKernels,
  type Tuning,
} from "../../../src/engine/kernels/tuning.ts";
import { type Compute, tensorOf, withGradients } from "./_reference.ts";

/** A convolution, by its shape. */
export interface Case {
  readonly input: readonly [number, number, number, number];
  readonly filter: readonly [number, number];
  readonly outChannels: number;
  readonly strides: readonly [number, number];
  readonly pad: "same" | "valid" | readonly [number, number, number, number];
}

/** By their shapes. */
const convolutions = new Map<string, Compute>();

/** A convolution and both its gradients; the same one for the same shape. */
export function convolution(shape: Case): Compute {
  const key = JSON.stringify(shape);
  const known = convolutions.get(key) ?? convolutionOf(shape);
  convolutions.set(key, known);
  return known;
}

function convolutionOf(
  { input, filter, outChannels, strides, pad }: Case,
): Compute {
  return (tf) => {
    const x = tensorOf(tf, input, 1) as Tensor4D;
    const w = tensorOf(tf, [...filter, input[3], outChannels], 2) as Tensor4D;
    const padding = typeof pad === "string"
      ? pad
      : [[0, 0], [pad[0], pad[1]], [pad[2], pad[3]], [0, 0]] as never;
    const rounding = typeof pad === "string" ? undefined : "floor";
    const forward = (x: Tensor, w: Tensor) =>
      tf.conv2d(
        x as Tensor4D,
        w as Tensor4D,
        [...strides],
        padding,
        "NHWC",
        1,
        rounding,
      );
    return withGradients(tf, forward, [x, w]);
  };
}

/** Whether the filter fits into the padded image. */
export function fits({ input, filter, pad }: Case): boolean {
  if (pad === "same") return true;
  const [top, bottom, left, right] = pad === "valid" ? [0, 0, 0, 0] : pad;
  return input[1] + top + bottom >= filter[0] &&
    input[2] + left + right >= filter[1];
}

/** With kernels in each of some forms; the device is kept open, so that shaders are compiled once. */
export async function inForms(
  tunings: readonly Tuning[],
  check: () => Promise<void>,
): Promise<void> {
  const device = await openDevice();
  try {
    for (const tuning of tunings) {
      tuneKernels(tuning);
      await check();
    }
  } finally {
    tuneKernels(device.adapter.tuning);
    device.close();
  }
}
