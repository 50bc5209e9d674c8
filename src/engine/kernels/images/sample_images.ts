/**
 * Images read at other places than their pixels': torch's `grid_sample`,
 * bilinear, `padding_mode="reflection"`, `align_corners=True`, one map an
 * image.
 *
 * @module
 */
import type { Tensor4D, Tensors } from "../../../flow/stage/tensors.ts";
import type { ImageSize, Projective } from "../../../flow/stage/transform.ts";
import { type OwnKernel, registerOwn } from "../_own_kernel.ts";
import { sampleOnCpu } from "./_sample_on_cpu.ts";
import type { SampleSettings } from "./sample_settings.ts";
import { NUMBERS, sampleShader } from "./_sample_shader.ts";
import { runEach } from "../run_each.ts";

/** What tfjs knows the kernel by. */
export const SAMPLE_IMAGES = "SampleImages";

/** How a batch is sampled. */
export interface Sampling {
  /** The size of what is made. */
  readonly to: ImageSize;
  /** The size to which images are averaged down first, where they are. */
  readonly averaged: ImageSize;
  readonly images: readonly {
    /** From the indices of output pixels to those of input pixels. */
    readonly map: Projective;
    /** Whether the input is averaged down first: the map reads that. */
    readonly average: boolean;
  }[];
}

const kernel: OwnKernel<SampleSettings> = {
  name: SAMPLE_IMAGES,
  shape: (input, { toHeight, toWidth }) => {
    const [count = 0, , , channels = 0] = input("images").shape;
    return [count, toHeight, toWidth, channels];
  },
  onGpu: (backend, input, settings) => {
    const images = input("images");
    const { toHeight, toWidth, smallHeight, smallWidth, averages } = settings;
    const [count = 0, height = 0, width = 0, channels = 0] = images.shape;
    return runEach(backend, sampleShader(averages), {
      inputs: [images, input("maps")],
      shape: [count, toHeight, toWidth, channels],
      uniforms: [
        height,
        width,
        channels,
        smallHeight,
        smallWidth,
        toHeight,
        toWidth,
      ],
      invocations: count * toHeight * toWidth,
    });
  },
  onCpu: (values, settings, input) =>
    sampleOnCpu(
      values("images"),
      input("images").shape,
      values("maps"),
      settings,
    ),
};

/** Registers the kernel for a backend; twice is as once. */
export function registerSampleImages(backendName: "webgpu" | "cpu"): void {
  registerOwn(kernel, backendName);
}

/**
 * Samples each image of a batch by its map, in one pass.
 *
 * @param images `[batch, height, width, channels]`
 * @returns `[batch, to.height, to.width, channels]`
 */
export function sampleImages(
  tf: Tensors,
  images: Tensor4D,
  { to, averaged, images: each }: Sampling,
): Tensor4D {
  const numbers = each.flatMap(({ map, average }) => [...map, Number(average)]);
  const maps = tf.tensor2d(numbers, [each.length, NUMBERS]);
  const settings: SampleSettings = {
    toHeight: to.height,
    toWidth: to.width,
    smallHeight: averaged.height,
    smallWidth: averaged.width,
    averages: each.some(({ average }) => average),
  };
  return tf.engine().runKernel<Tensor4D>(
    SAMPLE_IMAGES,
    { images, maps },
    settings,
  );
}
