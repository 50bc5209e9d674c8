import type { Tensor4D } from "../../../flow/stage/tensors.ts";
import { kaimingNormal } from "./initializers.ts";
import type { Layer } from "./layer.ts";

/** The geometry of a convolution, as in torch. */
export interface ConvolutionOptions {
  readonly channels: number;
  /** Side of the square kernel, pixels. */
  readonly kernel: number;
  readonly stride?: number;
  /** Zeros on every side, pixels; half of the kernel by default. */
  readonly padding?: number;
}

/** A 2-D convolution without bias: `[b, h, w, in]` to `[b, h', w', channels]`. */
export function convolution(
  { channels, kernel, stride = 1, padding = kernel >> 1 }: ConvolutionOptions,
): Layer {
  return ({ name, group, input }) => {
    const [height = 0, width = 0, inputs = 0] = input;
    const side = (size: number) =>
      Math.floor((size + 2 * padding - kernel) / stride) + 1;
    const output = [side(height), side(width), channels];
    const shape = [kernel, kernel, inputs, channels];
    const init = kaimingNormal("out");
    return {
      variables: [{
        name: `${name}.weight`,
        shape,
        role: "weight",
        layout: "convolution",
        group,
        init: (random) => init(random, shape),
      }],
      layers: [{ name, shape: output }],
      output,
      forward: ({ tf, variable }, tensor) =>
        tf.conv2d(
          tensor as Tensor4D,
          variable(`${name}.weight`) as Tensor4D,
          stride,
          padding,
          "NHWC",
          1,
          padding === 0 ? undefined : "floor",
        ),
    };
  };
}
