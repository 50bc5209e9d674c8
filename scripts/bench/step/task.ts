import * as leat from "leat";
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-core";
import { stream } from "../../../src/base/random/stream.ts";
import { trainingForward } from "../../../src/engine/train/forward.ts";
import { startValues, Variables } from "../../../src/engine/train/variables.ts";
import type {
  ArchitectureBehaviour,
  VariableSpec,
} from "../../../src/flow/stage/architecture.ts";
import type { Tensors } from "../../../src/flow/stage/tensors.ts";

/** One training step, whoever does it. */
export interface StepTask {
  readonly name: string;
  readonly architecture: ArchitectureBehaviour;
  /** Side of the images, pixels. */
  readonly size: number;
  readonly batch: number;
  readonly optimizer: "sgd" | "adamW";
  /** Whether the head and the norms train alone, as in fastai's first phase. */
  readonly frozen: boolean;
}

/** The settings of both optimizers: no momentum for SGD, and no decay. */
export const RATE = 1e-3;
export const MOMENTUM = { sgd: 0, adamW: 0.9 } as const;
export const BETA2 = 0.99;
export const EPSILON = 1e-5;

/** Columns of the output: cat and dog. */
export const CLASSES = 2;
const SEED = 42;

/** A network on the current backend, with the batch that it learns. */
export interface Laid {
  readonly variables: Variables;
  readonly trainable: readonly VariableSpec[];
  /** How many numbers train. */
  readonly parameters: number;
  /** The network's output for the batch, `[batch, classes]`. */
  forward(step: number): Tensor2D;
  /** `[batch, classes]`, one-hot. */
  readonly targets: Tensor2D;
  dispose(): void;
}

/** Lays out a task on the current backend: the same numbers on each. */
export async function layOut(tf: Tensors, task: StepTask): Promise<Laid> {
  const { architecture, size, batch, frozen } = task;
  const network = await architecture.build({
    fields: [{ name: "image", dtype: "uint8", shape: [size, size, 3] }],
    outputs: CLASSES,
    tf,
    read: (reference) => {
      throw new TypeError(`Cannot read "${reference}": a step reads nothing`);
    },
  });
  const variables = new Variables(
    tf,
    network.variables,
    startValues(network.variables, undefined, SEED),
  );
  const random = stream(SEED, "images");
  const shape: [number, number, number, number] = [batch, size, size, 3];
  const pixels = Float32Array.from(
    { length: batch * size * size * 3 },
    () => random.uniform(-2, 2),
  );
  const image = tf.tensor4d(pixels, shape);
  const targets = tf.tensor2d(
    Array.from({ length: batch }, (_, item) => [item % 2, 1 - item % 2]),
  );
  const trainable = variables.trainable(frozen ? architecture.groups - 1 : 0);
  return {
    variables,
    trainable,
    parameters: trainable.reduce(
      (sum, { name }) => sum + variables.get(name).size,
      0,
    ),
    forward: (step) =>
      network.forward(trainingForward(tf, variables, { seed: SEED, step }), {
        image,
      }),
    targets,
    dispose() {
      variables.dispose();
      tf.dispose([image, targets]);
    },
  };
}

/** Does some steps and reads their losses at the end, as training does. */
export async function stepsOf(
  count: number,
  step: () => Scalar,
): Promise<readonly number[]> {
  const losses = Array.from({ length: count }, step);
  const read = await Promise.all(losses.map((loss) => loss.data()));
  for (const loss of losses) loss.dispose();
  return read.map(([loss = NaN]) => loss);
}

function taskOf(
  network: string,
  architecture: { readonly behaviour: ArchitectureBehaviour },
  rest: Omit<StepTask, "name" | "architecture">,
): StepTask {
  const { size, batch, optimizer, frozen } = rest;
  const name = [
    network,
    `${size} px`,
    `batch ${batch}`,
    optimizer === "sgd" ? "SGD" : "AdamW",
    ...frozen ? ["head and norms"] : [],
  ].join(", ");
  return { name, architecture: architecture.behaviour, ...rest };
}

/** The steps that are measured; a GPU gets the one that it is made for as well. */
export function stepTasks(software: boolean): readonly StepTask[] {
  // Without dropout, whose draws on the processor are no work of an engine.
  const resnet18 = leat.resnet18({ dropout: 0 });
  const small = {
    size: 64,
    batch: 16,
    optimizer: "sgd",
    frozen: false,
  } as const;
  const tasks = [
    taskOf("ResNet-18", resnet18, small),
    taskOf("ResNet-18", resnet18, { ...small, optimizer: "adamW" }),
    taskOf("ResNet-18", resnet18, { ...small, frozen: true }),
    taskOf("ResNet-18", resnet18, {
      ...small,
      optimizer: "adamW",
      frozen: true,
    }),
    taskOf("ResNet-18", resnet18, { ...small, size: 128 }),
  ];
  if (software) return tasks;
  const resnet34 = leat.resnet34({ dropout: 0 });
  const large = { size: 224, batch: 64, frozen: false } as const;
  return [
    ...tasks,
    taskOf("ResNet-34", resnet34, { ...large, optimizer: "sgd" }),
    taskOf("ResNet-34", resnet34, { ...large, optimizer: "adamW" }),
  ];
}
