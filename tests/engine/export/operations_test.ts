import assert from "node:assert/strict";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import type { GraphInput } from "../../../src/engine/export/graph.ts";
import {
  distance,
  type Feeds,
  graphOf,
  onnxAnswer,
  tfjsAnswer,
} from "./_clients.ts";
import { openOnnxRuntime } from "../../_onnx.ts";

const runtime = await openOnnxRuntime();
Deno.test.afterAll(async () => await runtime[Symbol.asyncDispose]());

/** Numbers from -2 to 2 that follow no pattern of a network. */
function numbers(shape: readonly number[], from = 0): tf.Tensor {
  const size = shape.reduce((count, side) => count * side, 1);
  const values = Array.from(
    { length: size },
    (_, at) => 2 * Math.sin(1.7 * (at + from) ** 1.3),
  );
  return tf.tensor(values, [...shape]);
}

/** Constants, which a network has as variables. */
const weights = (shape: readonly number[]) => () => numbers(shape, 3);

const IMAGE = [7, 6, 4];
const filters = weights([3, 3, 4, 5]);
const each = weights([3, 3, 4, 2]);
const channels = weights([4]);
const slopes = weights([1, 1, 4]);
const matrix = weights([4, 3]);
const turned = weights([3, 4]);
const batched = weights([1, 6, 3, 4]);

type Image = tf.Tensor4D;
type Rows = tf.Tensor2D;

const ONE = [
  "abs",
  "elu",
  "exp",
  "neg",
  "relu",
  "relu6",
  "selu",
  "sigmoid",
  "softplus",
  "square",
  "tanh",
] as const;

/** Operations by name, and the shape of one item that each is given. */
const OPERATIONS: Readonly<
  Record<string, readonly [readonly number[], (x: tf.Tensor) => tf.Tensor]>
> = {
  ...Object.fromEntries(
    ONE.map((name) => [name, [IMAGE, (x: tf.Tensor) => tf[name](x)]] as const),
  ),
  sqrt: [IMAGE, (x) => tf.sqrt(tf.abs(x))],
  rsqrt: [IMAGE, (x) => tf.rsqrt(tf.add(tf.abs(x), 1))],
  log: [IMAGE, (x) => tf.log(tf.add(tf.abs(x), 1))],
  reciprocal: [IMAGE, (x) => tf.reciprocal(tf.add(tf.abs(x), 1))],
  leakyRelu: [IMAGE, (x) => tf.leakyRelu(x, 0.3)],
  prelu: [IMAGE, (x) => tf.prelu(x, slopes() as tf.Tensor)],
  clip: [IMAGE, (x) => tf.clipByValue(x, -0.5, 0.7)],
  "softmax of rows": [[5], (x) => tf.softmax(x)],
  "softmax of channels": [IMAGE, (x) => tf.softmax(x)],
  "channels after a sum": [IMAGE, (x) => tf.add(tf.mul(x, channels()), 0.5)],
  "channels before it": [IMAGE, (x) => tf.sub(channels(), tf.div(x, 3))],
  "maximum, minimum": [
    IMAGE,
    (x) => tf.maximum(tf.minimum(x, channels()), -1),
  ],
  "what is larger, as numbers": [
    IMAGE,
    (x) => tf.cast(tf.greater(x, channels()), "float32"),
  ],
  "what is as large or larger": [
    IMAGE,
    (x) => tf.mul(x, tf.cast(tf.greaterEqual(x, tf.relu(x)), "float32")),
  ],
  "what is as large or smaller": [
    IMAGE,
    (x) => tf.cast(tf.lessEqual(x, tf.relu(x)), "float32"),
  ],
  "what is equal to the largest": [
    IMAGE,
    (x) => tf.cast(tf.equal(x, tf.max(x, [1, 2], true)), "float32"),
  ],
  "a step at zero": [IMAGE, (x) => tf.step(x)],
  power: [IMAGE, (x) => tf.pow(tf.abs(x), 1.5)],
  "squared difference": [IMAGE, (x) => tf.squaredDifference(x, 0.25)],
  "numbers of each image, broadcast": [
    IMAGE,
    (x) => tf.mul(x, tf.sigmoid(tf.mean(x, [1, 2], true))),
  ],
  "a few numbers, broadcast to images": [
    IMAGE,
    (x) => tf.add(x, tf.max(tf.max(x, [0, 1, 2]), 0)),
  ],
  "a convolution": [
    IMAGE,
    (x) => tf.conv2d(x as Image, filters() as Image, 1, 1),
  ],
  "a convolution in strides, padded as torch does": [
    IMAGE,
    (x) => tf.conv2d(x as Image, filters() as Image, 2, 1, "NHWC", 1, "floor"),
  ],
  "a convolution, padded as TensorFlow does": [
    IMAGE,
    (x) => tf.conv2d(x as Image, filters() as Image, 2, "same"),
  ],
  "a convolution with gaps": [
    [9, 9, 4],
    (x) => tf.conv2d(x as Image, filters() as Image, 1, "same", "NHWC", 2),
  ],
  "a convolution with what follows it": [
    IMAGE,
    (x) =>
      tf.fused.conv2d({
        x: x as Image,
        filter: filters() as Image,
        strides: 1,
        pad: "same",
        bias: weights([5])(),
        activation: "relu6",
      }),
  ],
  "a depthwise convolution": [
    IMAGE,
    (x) => tf.depthwiseConv2d(x as Image, each() as Image, [2, 2], "same"),
  ],
  "a depthwise convolution with what follows it": [
    IMAGE,
    (x) =>
      tf.fused.depthwiseConv2d({
        x: x as Image,
        filter: each() as Image,
        strides: 1,
        pad: "valid",
        bias: weights([8])(),
        activation: "elu",
      }),
  ],
  "a separable convolution": [
    IMAGE,
    (x) =>
      tf.separableConv2d(
        x as Image,
        each() as Image,
        weights([1, 1, 8, 3])() as Image,
        1,
        "same",
      ),
  ],
  "largest of windows, padded as torch does": [
    IMAGE,
    (x) => tf.maxPool(tf.sub(x as Image, 5), 3, 2, 1, "floor"),
  ],
  "largest of windows, as TensorFlow does": [
    IMAGE,
    (x) => tf.maxPool(tf.sub(x as Image, 5), 3, 2, "same"),
  ],
  "means of windows": [IMAGE, (x) => tf.avgPool(x as Image, 2, 2, "valid")],
  "means of windows at edges": [
    IMAGE,
    (x) => tf.avgPool(x as Image, 3, 2, "same"),
  ],
  "batch norm of images": [
    IMAGE,
    (x) =>
      tf.batchNorm(
        x,
        channels() as tf.Tensor1D,
        tf.abs(channels()) as tf.Tensor1D,
        channels() as tf.Tensor1D,
        undefined,
        0.01,
      ),
  ],
  "batch norm of rows": [
    [4],
    (x) =>
      tf.batchNorm(
        x,
        channels() as tf.Tensor1D,
        tf.abs(channels()) as tf.Tensor1D,
      ),
  ],
  "a matrix": [[4], (x) => tf.matMul(x as Rows, matrix() as Rows)],
  "a matrix, turned": [
    [4],
    (x) => tf.matMul(x as Rows, turned() as Rows, false, true),
  ],
  "a matrix with what follows it": [
    [4],
    (x) =>
      tf.fused.matMul({
        a: x as Rows,
        b: matrix() as Rows,
        bias: weights([3])(),
        activation: "relu",
      }),
  ],
  "a matrix for each image": [
    [6, 5, 3],
    (x) => tf.matMul(x as Image, batched() as Image),
  ],
  "the largest of an image": [IMAGE, (x) => tf.max(x, [1, 2])],
  "means along rows, kept": [IMAGE, (x) => tf.mean(x, 2, true)],
  "sums over channels": [IMAGE, (x) => tf.sum(x, -1)],
  "the smallest of all but rows": [IMAGE, (x) => tf.min(x, [2, 3])],
  "means over rows of images": [IMAGE, (x) => tf.mean(x, 1)],
  "images as rows": [IMAGE, (x) => tf.reshape(x, [x.shape[0]!, -1])],
  "rows as images": [
    [8],
    (x) => tf.relu(tf.reshape(x, [x.shape[0]!, 2, 2, 2])),
  ],
  "rows as images of one pixel": [
    [4],
    (x) =>
      tf.conv2d(
        tf.reshape(x, [x.shape[0]!, 1, 1, 4]) as Image,
        weights([1, 1, 4, 3])() as Image,
        1,
        0,
      ),
  ],
  "images turned": [IMAGE, (x) => tf.transpose(x, [0, 2, 1, 3])],
  "channels first": [IMAGE, (x) => tf.transpose(x, [0, 3, 1, 2])],
  "channels side by side": [IMAGE, (x) => tf.concat([x, tf.relu(x)], 3)],
  "images below each other": [IMAGE, (x) => tf.concat([x, tf.relu(x)], 1)],
  "rows side by side": [[4], (x) => tf.concat([x, tf.neg(x), x], 1)],
  "edges around images": [
    IMAGE,
    (x) => tf.pad(x, [[0, 0], [1, 2], [0, 3], [0, 0]], -0.5),
  ],
  "more channels": [IMAGE, (x) => tf.pad(x, [[0, 0], [0, 0], [0, 0], [2, 1]])],
  "a part of each image": [
    IMAGE,
    (x) => tf.slice(x, [0, 1, 2, 0], [-1, 4, 3, 2]),
  ],
  "columns apart": [
    [3],
    (x) => {
      const [a, , c] = tf.unstack(x, 1);
      return tf.stack([a!, c!], 1);
    },
  ],
  "columns in parts": [
    IMAGE,
    (x) => {
      const [a, , c] = tf.split(x, [1, 2, 1], -1);
      return tf.sub(a!, c!);
    },
  ],
  "larger images": [
    IMAGE,
    (x) => tf.image.resizeNearestNeighbor(x as Image, [14, 12]),
  ],
  "larger images, to the nearest half": [
    IMAGE,
    (x) => tf.image.resizeNearestNeighbor(x as Image, [9, 4], false, true),
  ],
  "larger images, smoothly": [
    IMAGE,
    (x) => tf.image.resizeBilinear(x as Image, [11, 9], false, true),
  ],
  "larger images, from corner to corner": [
    IMAGE,
    (x) => tf.image.resizeBilinear(x as Image, [13, 11], true),
  ],
  "what is given": [[4], (x) => tf.clone(x)],
};

Deno.test("an operation is the same in ONNX Runtime and as a graph model, for any number of items", async (t) => {
  const device = await openDevice({ backend: "cpu" });
  try {
    for (const [name, [shape, run]] of Object.entries(OPERATIONS)) {
      await t.step(name, async () => {
        const input: GraphInput = {
          name: "x",
          dtype: "float32",
          shape: [null, ...shape],
        };
        const graph = await graphOf([input], ({ x }: Feeds) => run(x!));
        for (const count of [1, 5]) {
          const x = numbers([count, ...shape]);
          const own = tf.tidy(() => [...run(x).dataSync()]);
          const onnx = await onnxAnswer(runtime, graph, { x });
          const tfjs = await tfjsAnswer(graph, { x });
          // Sums in another order; the largest numbers are below 100.
          assert.ok(distance(own, onnx) < 2e-5, `ONNX, ${count}`);
          assert.ok(distance(own, tfjs) < 2e-5, `tfjs, ${count}`);
          x.dispose();
        }
      });
    }
  } finally {
    device.close();
  }
});

Deno.test("no convolution is turned: images have channels first from where they come in", async () => {
  const input: GraphInput = {
    name: "x",
    dtype: "uint8",
    shape: [null, ...IMAGE],
  };
  const graph = await graphOf([input], ({ x }: Feeds) => {
    const first = tf.conv2d(
      tf.cast(x!, "float32") as Image,
      filters() as Image,
      1,
      1,
    );
    const other = weights([3, 3, 5, 5])() as Image;
    const second = tf.add(
      tf.conv2d(tf.relu(first) as Image, other, 1, 1),
      first,
    );
    return tf.mean(tf.mul(second, weights([5])()), [1, 2]);
  });
  const { OnnxGraph } = await import(
    "../../../src/engine/export/onnx/onnx_graph.ts"
  );
  const { addOperators } = await import(
    "../../../src/engine/export/onnx/operators.ts"
  );
  const onnx = new OnnxGraph(graph);
  for (const node of graph.nodes) addOperators(onnx, node);
  const types = onnx.nodes.map(({ type }) => type);
  assert.equal(types.filter((type) => type === "Conv").length, 2);
  assert.equal(types.filter((type) => type === "Transpose").length, 1);
});

const REFUSED: Readonly<
  Record<string, readonly [(x: tf.Tensor) => tf.Tensor, RegExp]>
> = {
  "what no graph has": [
    (x) => tf.topk(x, 2).values,
    /^Cannot export the model as a graph: its operation "TopK" has no counterpart there$/,
  ],
  "numbers that are looked at": [
    (x) => x.dataSync()[0]! > 0 ? x : tf.neg(x),
    /it decides by numbers that it has just computed$/,
  ],
  "a share of the batch": [
    (x) => tf.div(x, x.shape[0]!),
    /"constant" is told how many items there are/,
  ],
  "items in pairs": [
    (x) => tf.slice(x, [x.shape[0]! - 1, 0], [1, -1]),
    /"Slice" is told how many items there are/,
  ],
  "sums up to each item": [
    (x) => tf.sum(tf.cumsum(x, 0), 1),
    /its operation "Cumsum" has no counterpart there$/,
  ],
};

Deno.test("what no graph can say is refused, and says what to do instead", async (t) => {
  for (const [name, [run, message]] of Object.entries(REFUSED)) {
    await t.step(name, async () => {
      const input: GraphInput = {
        name: "x",
        dtype: "float32",
        shape: [null, 4],
      };
      await assert.rejects(
        graphOf([input], ({ x }: Feeds) => run(x!)),
        (error: Error & { remedy?: string }) => {
          assert.match(error.message, message);
          assert.match(error.remedy ?? "", /--to safetensors/);
          return true;
        },
      );
    });
  }
});
