import * as core from "@tensorflow/tfjs-core";
import type {
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor4D,
} from "@tensorflow/tfjs-core";
import { stream } from "../../../src/base/random/stream.ts";
import type { Tensors } from "../../../src/flow/stage/tensors.ts";

/** One kernel at one shape. */
export interface Work {
  readonly name: string;
  /** What is counted of it: operations, or bytes where memory is the limit. */
  readonly counted: "flop" | "bytes";
  readonly amount: number;
  /** Runs it once; what it makes is disposed. */
  readonly run: () => core.TensorContainer;
}

/** Images that a layer reads and writes, `[batch, side, side, channels]`. */
export interface ShapeClass {
  readonly batch: number;
  readonly side: number;
  readonly channels: number;
}

/** The layers of a ResNet: of small images in software, of larger ones on a GPU. */
export function shapeClasses(software: boolean): readonly ShapeClass[] {
  const [batch, side] = software ? [16, 16] : [64, 56];
  return [64, 128, 256, 512].map((channels, at) => ({
    batch,
    side: side >> at,
    channels,
  }));
}

/** `16 x 16 x 64, batch 16` */
export function nameOf({ batch, side, channels }: ShapeClass): string {
  return `${side} x ${side} x ${channels}, batch ${batch}`;
}

function drawn<Shape extends Tensor>(
  tf: Tensors,
  ...shape: readonly number[]
): Shape {
  const random = stream(1, "kernels", ...shape);
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from(
    { length: size },
    () => random.uniform(-1, 1),
  );
  return tf.tensor(values, [...shape]) as Shape;
}

const FLOAT_BYTES = 4;

/**
 * The kernels of a layer, all with tensors that live as long as the caller's
 * tidy. Operations are counted as if there were no padding, as everywhere.
 */
export function worksOf(tf: Tensors, shape: ShapeClass): readonly Work[] {
  const { batch, side, channels } = shape;
  const x = drawn<Tensor4D>(tf, batch, side, side, channels);
  const dy = drawn<Tensor4D>(tf, batch, side, side, channels);
  const filter = drawn<Tensor4D>(tf, 3, 3, channels, channels);
  const depthwise = drawn<Tensor4D>(tf, 3, 3, channels, 1);
  const rows = drawn<Tensor2D>(tf, 1024, channels);
  const matrix = drawn<Tensor2D>(tf, channels, channels);
  const ones = tf.ones([channels]) as Tensor1D;
  const zeros = tf.zeros([channels]) as Tensor1D;
  const geometry = {
    strides: [1, 1],
    pad: "same",
    dataFormat: "NHWC",
    dilations: [1, 1],
  };
  const kernel = (
    name: string,
    inputs: core.NamedTensorMap,
    rest: Record<string, number[]>,
  ) => tf.engine().runKernel<Tensor>(name, inputs, { ...geometry, ...rest });
  const normalize = (x: Tensor) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(
      x as Tensor4D,
      mean as Tensor1D,
      variance as Tensor1D,
      zeros,
      ones,
      1e-5,
    );
  };
  const flop = 2 * 9 * channels * x.size;
  const flopDepthwise = 2 * 9 * x.size;
  const { shape: inputShape } = x;
  const { shape: filterShape } = filter;
  const count = (amount: number) => ({ counted: "flop", amount }) as const;
  const passes = (times: number) =>
    ({ counted: "bytes", amount: times * FLOAT_BYTES * x.size }) as const;
  return [
    {
      name: "convolution",
      ...count(flop),
      run: () => tf.conv2d(x, filter, 1, "same"),
    },
    {
      name: "convolution, gradient of the input",
      ...count(flop),
      run: () =>
        kernel(core.Conv2DBackpropInput, { dy, filter }, { inputShape }),
    },
    {
      name: "convolution, gradient of the filter",
      ...count(flop),
      run: () => kernel(core.Conv2DBackpropFilter, { x, dy }, { filterShape }),
    },
    {
      name: "depthwise convolution",
      ...count(flopDepthwise),
      run: () => tf.depthwiseConv2d(x, depthwise, 1, "same"),
    },
    {
      name: "depthwise, gradient of the filter",
      ...count(flopDepthwise),
      run: () =>
        kernel(core.DepthwiseConv2dNativeBackpropFilter, { x, dy }, {
          filterShape: depthwise.shape,
        }),
    },
    {
      name: "matMul of 1024 rows",
      ...count(2 * rows.size * channels),
      run: () => tf.matMul(rows, matrix),
    },
    // Forward it is read twice and written once; backward x and dy are read
    // twice and dx is written once.
    {
      name: "batch norm",
      ...passes(3),
      run: () => tf.tidy(() => normalize(x)),
    },
    {
      name: "batch norm and its gradient",
      ...passes(8),
      run: () => tf.tidy(() => tf.grad(normalize)(x, dy)),
    },
  ];
}
