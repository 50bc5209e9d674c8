import { stream } from "../../../src/base/random/stream.ts";
import { toTorch } from "../../../src/flow/stage/layout.ts";
import type { Tensor, Tensors } from "../../../src/flow/stage/tensors.ts";
import {
  head,
  type HeadPlan,
} from "../../../src/stages/architecture/layers/head.ts";
import { concatPool } from "../../../src/stages/architecture/layers/pooling.ts";
import type { Scalar, Tensor4D } from "@tensorflow/tfjs-core";
import { type Rows, within } from "../compare.ts";
import { onProcessor, sizeOf, wave } from "./formula.ts";
import { place, tensorName } from "./network.ts";

const CHANNELS = 4;
const INPUT = [3, 3, CHANNELS];
const SMALL: HeadPlan = { hidden: 6, dropout: 0 };

/** The tensors of a head on 512 channels, and the dropouts that it asks for. */
function shapeOf(tf: Tensors, outputs: number, plan: HeadPlan = {}) {
  const input = [2, 2, 512];
  using made = place(tf, head(outputs, plan), input);
  const dropouts: number[] = [];
  tf.tidy(() =>
    made.placed.forward({
      ...made.training,
      dropoutMask: (_name, shape, rate) => {
        dropouts.push(rate);
        return tf.ones([...shape]);
      },
    }, tf.ones([2, ...input]))
  );
  return { tensors: made.placed.variables.map(tensorName), dropouts };
}

/** Five pictures, in the order that tfjs has them. */
function pictures(tf: Tensors): Tensor4D {
  const inTorch = tf.tensor4d(wave(5 * sizeOf(INPUT), { size: 2 }), [
    5,
    CHANNELS,
    3,
    3,
  ]);
  return tf.transpose(inTorch, [0, 2, 3, 1]);
}

const numbers = (tensor: Tensor) => [...tensor.dataSync()];

/** A head in training, and after it. */
async function passes(tf: Tensors): Promise<Rows> {
  using made = place(tf, head(3, SMALL), INPUT);
  const { placed, variables } = made;
  const linear = placed.variables.find(({ name }) => name === "head.4.weight");
  if (linear === undefined) throw new TypeError("The head has no linear layer");
  const picture = tf.tidy(() => pictures(tf));
  const outputs: number[] = [];
  const { value, grads } = tf.variableGrads(() => {
    const result = placed.forward(made.training, picture);
    outputs.push(...numbers(result));
    const weights = tf.tensor(wave(result.size), result.shape);
    return tf.sum(tf.mul(result, weights)) as Scalar;
  }, [variables.get(linear.name)]);
  const gradient = grads[variables.get(linear.name).name];
  const statistics = await variables.read();
  const rows = {
    "outputs in training": outputs,
    // Batch norm takes differences of nearly equal numbers, in 24 bits.
    "gradient of the first linear layer": within(1e-4, [
      ...toTorch(linear, Float32Array.from(gradient?.dataSync() ?? [])),
    ]),
    "running mean after a batch": [
      ...statistics.get("head.2.running_mean") ?? [],
    ],
    "running variance after a batch, unbiased": [
      ...statistics.get("head.2.running_var") ?? [],
    ],
    "outputs afterwards": tf.tidy(() =>
      numbers(placed.forward(made.answering, picture))
    ),
  };
  tf.dispose([value, grads, picture]);
  return rows;
}

function ranged(tf: Tensors): number[] {
  using made = place(tf, head(1, { ...SMALL, yRange: [-1, 4] }), INPUT);
  return tf.tidy(() =>
    numbers(made.placed.forward(made.answering, pictures(tf)))
  );
}

function pooled(tf: Tensors): number[] {
  using made = place(tf, concatPool(), INPUT);
  return tf.tidy(() =>
    numbers(made.placed.forward(made.answering, pictures(tf)))
  );
}

/** How the variables of a head start, by name. */
function starts(outputs: number): ReadonlyMap<string, Float32Array> {
  const { variables } = head(outputs)({
    name: "head",
    group: 0,
    input: [2, 2, 512],
  });
  return new Map(
    variables.map((spec) => [spec.name, spec.init(stream(0, spec.name))]),
  );
}

function deviation(values: Float32Array = new Float32Array()): number {
  const squares = values.reduce((sum, each) => sum + each ** 2, 0);
  return Math.sqrt(squares / values.length);
}

/** Section 2.4: the head and its batch norm. */
export async function heads(): Promise<Rows> {
  return await onProcessor(async (tf) => {
    const usual = shapeOf(tf, 2);
    const longer = shapeOf(tf, 2, { hidden: [256, 64], dropout: 0.4 });
    const start = starts(37);
    return {
      "create_head(512, 2): tensors": usual.tensors,
      "create_head(512, 2): dropouts": usual.dropouts,
      "create_head(512, 2, [256, 64], .4): tensors": longer.tensors,
      "create_head(512, 2, [256, 64], .4): dropouts": longer.dropouts,
      "concat pool: maxima, then means": pooled(tf),
      ...await passes(tf),
      "outputs with y_range (-1, 4)": ranged(tf),
      // Both sides draw: four deviations of that of a deviation.
      "first linear layer: deviation at the start": within(
        0.004,
        deviation(start.get("head.4.weight")),
      ),
      "last linear layer: deviation at the start": within(
        0.02,
        deviation(start.get("head.8.weight")),
      ),
      "batch norm: weight and bias at the start": [
        start.get("head.2.weight")?.[0] ?? NaN,
        start.get("head.2.bias")?.[0] ?? NaN,
      ],
    };
  });
}
