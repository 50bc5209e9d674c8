import type { Scalar, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import { crossEntropy } from "../../mod.ts";
import type { Device } from "../../src/engine/device/open_device.ts";
import {
  answeringForward,
  trainingForward,
} from "../../src/engine/train/forward.ts";
import {
  type Freezing,
  withFrozenNorms,
} from "../../src/engine/train/frozen.ts";
import type { Optimizer } from "../../src/engine/train/optimizer.ts";
import { type Values, Variables } from "../../src/engine/train/variables.ts";
import type {
  ArchitectureBehaviour,
  VariableSpec,
} from "../../src/flow/stage/architecture.ts";
import type { StepSettings } from "../../src/flow/stage/schedule.ts";
import { fromTorch, torchShape } from "../../src/flow/stage/layout.ts";
import { mixed, startOf, uniform } from "./_formula.ts";
import type { Heading } from "./_fixture.ts";

const FIELD = "pixels";

/** A network with the weights of a formula, on a device. */
export interface Bench {
  readonly specs: readonly VariableSpec[];
  readonly start: Values;
  /** Outputs for a batch with running statistics. */
  answer(step: number): Promise<Float32Array>;
  /** Outputs, loss and gradients in training; nothing is stepped. */
  differentiate(
    step: number,
  ): Promise<{ logits: Float32Array; loss: number; gradients: Values }>;
  /** One step of an optimizer on a batch; the loss before it. */
  step(
    step: number,
    optimizer: Optimizer,
    settings: StepSettings,
    freezing?: Freezing,
  ): Promise<number>;
  /** Where weights and statistics are. */
  read(): Promise<Values>;
}

/** Images of a formula, `[batch, height, width, 3]`, and their classes. */
function batchOf({ seed, image, batch, classes }: Heading, step: number) {
  const [height, width] = image;
  const size = height * width;
  const name = `${seed}/images/${step}`;
  const planes = uniform(name, batch * 3 * size, (u) => 2 * u); // [b, 3, h, w]
  const pixels = new Float32Array(planes.length);
  planes.forEach((value, at) => {
    const plane = Math.floor(at / size);
    const item = Math.floor(plane / 3);
    pixels[(item * size + at % size) * 3 + plane % 3] = value;
  });
  const labels = mixed(`${seed}/labels/${step}`, batch);
  return { pixels, labels: Array.from(labels, (bits) => bits % classes) };
}

/** Builds a network with the weights of a formula; disposed with `using`. */
export async function bench(
  { tf }: Device,
  architecture: { readonly behaviour: ArchitectureBehaviour },
  heading: Heading,
): Promise<Bench & Disposable> {
  const { seed, image, batch, classes, scale } = heading;
  const network = await architecture.behaviour.build({
    fields: [{ name: FIELD, dtype: "float32", shape: [...image, 3] }],
    outputs: classes,
    tf,
    read: () => Promise.reject(new TypeError("Cannot read: nothing is")),
  });
  const specs = network.variables;
  const start: Values = new Map(specs.map((spec) => [
    spec.name,
    fromTorch(spec, startOf(seed, spec.name, torchShape(spec))),
  ]));
  const variables = new Variables(tf, specs, start);
  const { perItem } = crossEntropy().behaviour;
  const tensorsOf = (step: number) => {
    const { pixels, labels } = batchOf(heading, step);
    const targets = labels.flatMap((label) =>
      Array.from({ length: classes }, (_, at) => at === label ? 1 : 0)
    );
    return {
      images: tf.tensor(pixels, [batch, ...image, 3]),
      targets: tf.tensor2d(targets, [batch, classes]),
    };
  };
  const pass = (
    step: number,
    over: readonly Variable[],
    freezing: Freezing = { firstTrainable: 0 },
  ) => {
    const { images, targets } = tensorsOf(step);
    const forward = withFrozenNorms(
      trainingForward(tf, variables, { seed, step }),
      specs,
      freezing,
    );
    let logits: Tensor2D | undefined;
    const { value, grads } = tf.variableGrads(() => {
      logits = tf.keep(network.forward(forward, { [FIELD]: images }));
      const losses = perItem(tf, logits, targets);
      return tf.mul<Scalar>(tf.mean(losses), scale);
    }, [...over]);
    tf.dispose([images, targets]);
    return { logits: logits ?? targets, loss: value, gradients: grads };
  };
  const over = ({ firstTrainable, freezesNorms }: Freezing) => {
    const trainable = variables.trainable(firstTrainable, freezesNorms);
    return { trainable, tensors: trainable.map((s) => variables.get(s.name)) };
  };
  return {
    specs,
    start,
    async answer(step) {
      const { images, targets } = tensorsOf(step);
      const logits = tf.tidy(() =>
        network.forward(answeringForward(tf, variables), { [FIELD]: images })
      );
      const values = Float32Array.from(await logits.data());
      tf.dispose([images, targets, logits]);
      return values;
    },
    async differentiate(step) {
      const { trainable, tensors } = over({ firstTrainable: 0 });
      const result = pass(step, tensors);
      const gradients = new Map<string, Float32Array>();
      for (const { name } of trainable) {
        const gradient = result.gradients[variables.get(name).name];
        if (!gradient) throw new TypeError(`Cannot compare: no ${name}`);
        gradients.set(name, Float32Array.from(await gradient.data()));
      }
      const logits = Float32Array.from(await result.logits.data());
      const [loss = NaN] = await result.loss.data();
      tf.dispose([result.logits, result.loss, result.gradients]);
      return { logits, loss, gradients };
    },
    async step(step, optimizer, settings, freezing = { firstTrainable: 0 }) {
      const { trainable, tensors } = over(freezing);
      const { logits, loss, gradients } = pass(step, tensors, freezing);
      optimizer.step(variables, trainable, gradients, settings, batch);
      const [value = NaN] = await loss.data();
      tf.dispose([logits, loss, gradients]);
      return value;
    },
    read: () => variables.read(),
    [Symbol.dispose]: () => variables.dispose(),
  };
}

/** Values after less values before. */
export function moved(before: Values, after: Values): Values {
  return new Map([...after].map(([name, values]) => [
    name,
    values.map((value, at) => value - (before.get(name)?.[at] ?? NaN)),
  ]));
}
