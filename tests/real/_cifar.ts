/**
 * The ResNet-20 that was trained on CIFAR-10, with its own head.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { openDevice } from "../../src/engine/device/open_device.ts";
import type { Forward, Network } from "../../src/flow/stage/architecture.ts";
import type { Tensors } from "../../src/flow/stage/tensors.ts";
import { cifarBody } from "../../src/stages/architecture/cifar_resnet.ts";
import type { Layer } from "../../src/stages/architecture/layers/layer.ts";
import { plain } from "../../src/stages/architecture/layers/layer.ts";
import { linear } from "../../src/stages/architecture/layers/linear.ts";
import { networkOf } from "../../src/stages/architecture/layers/network.ts";
import { residualBody } from "../../src/stages/architecture/layers/residual_body.ts";
import { readWeights } from "../../src/stages/architecture/weights/read_weights.ts";

export const SIDE = 32;

/** The body of the stage, and the head that the weights were trained with. */
function original(): Network {
  const layers: readonly (readonly [string, Layer])[] = [
    ...residualBody(cifarBody(20)),
    [
      "pool",
      plain(
        ([_height, _width, channels = 0]) => [channels],
        ({ tf }, tensor) => tf.mean(tensor, [1, 2]),
      ),
    ],
    ["linear", linear({ units: 10, bias: true })],
  ];
  let input: readonly number[] = [SIDE, SIDE, 3];
  const parts = layers.map(([name, layer]) => {
    const part = layer({ name, group: 0, input });
    input = part.output;
    return part;
  });
  return networkOf("pixels", parts);
}

function images(tf: Tensors, bytes: Uint8Array) {
  const count = bytes.length / (SIDE * SIDE * 3);
  return tf.tensor4d(Float32Array.from(bytes), [count, SIDE, SIDE, 3]);
}

/**
 * The logits of images, ten each.
 *
 * @param bytes `[count, 32, 32, 3]`
 * @param normalization what is done to values of 0 to 1; by default, what the
 * weights say
 */
export async function logitsOf(
  weights: string,
  bytes: Uint8Array,
  backend: "cpu" | "webgpu",
  normalization?: {
    readonly mean: readonly number[];
    readonly deviation: readonly number[];
  },
): Promise<readonly (readonly number[])[]> {
  const network = original();
  const read = () => readFile(weights);
  const trained = await readWeights("cifarResnet", weights, network, { read });
  const { mean = [], deviation = [] } = normalization ??
    trained.normalization ?? {};
  const device = await openDevice({ backend });
  const { tf } = device;
  const tensors = new Map(network.variables.map(({ name, shape }) => [
    name,
    tf.tensor(trained.values.get(name) ?? [], [...shape]),
  ]));
  const forward: Forward = {
    tf,
    training: false,
    variable: (name) => {
      const found = tensors.get(name);
      if (found) return found;
      throw new Error(`no variable ${name}`);
    },
    update: () => {},
    dropoutMask: () => tf.scalar(1),
  };
  const output = tf.tidy(() => {
    const values = tf.div(images(tf, bytes), 255);
    const pixels = tf.div(
      tf.sub(values, tf.tensor1d([...mean])),
      tf.tensor1d([...deviation]),
    );
    return network.forward(forward, { pixels });
  });
  const logits = await output.array();
  await device.settle();
  tf.dispose([output, ...tensors.values()]);
  device.close();
  return logits;
}
