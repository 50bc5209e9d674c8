import * as leat from "leat";
import type { Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { stream } from "../../../src/base/random/stream.ts";
import { startValues, Variables } from "../../../src/engine/train/variables.ts";
import type {
  ArchitectureBehaviour,
  Network,
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
  /** What takes gradients; `"head and norms"` is fastai's frozen phase. */
  readonly trains: "all" | "head and norms" | "head";
}

/** The settings of both optimizers: no momentum for SGD, and no decay. */
export const RATE = 1e-3;
export const MOMENTUM = { sgd: 0, adamW: 0.9 } as const;
export const BETA2 = 0.99;
export const EPSILON = 1e-5;

/** Columns of the output: cat and dog. */
export const CLASSES = 2;
export const SEED = 42;

/** A network on the current backend, with the batch that it learns. */
export interface Laid {
  readonly variables: Variables;
  readonly trainable: readonly VariableSpec[];
  /** How many numbers train. */
  readonly parameters: number;
  readonly network: Network;
  /** `[batch, size, size, 3]` */
  readonly image: Tensor4D;
  /** `[batch, classes]`, one-hot. */
  readonly targets: Tensor2D;
  dispose(): void;
}

/** Lays out a task on the current backend: the same numbers on each. */
export async function layOut(tf: Tensors, task: StepTask): Promise<Laid> {
  const { architecture, size, batch } = task;
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
  const trainable = trainableOf(variables, task);
  return {
    variables,
    trainable,
    parameters: trainable.reduce(
      (sum, { name }) => sum + variables.get(name).size,
      0,
    ),
    network,
    image,
    targets,
    dispose() {
      variables.dispose();
      tf.dispose([image, targets]);
    },
  };
}

function trainableOf(
  variables: Variables,
  { trains, architecture: { groups } }: StepTask,
): readonly VariableSpec[] {
  const head = groups - 1;
  const trainable = variables.trainable(trains === "all" ? 0 : head);
  return trains === "head"
    ? trainable.filter(({ group }) => group === head)
    : trainable;
}

/**
 * Does some steps and reads their losses at the end, as training does.
 *
 * @param room resolves when the device is not too many steps behind
 */
export async function stepsOf(
  count: number,
  step: () => Tensor,
  room: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly number[]> {
  const losses: Tensor[] = [];
  for (let at = 0; at < count; at++) {
    losses.push(step());
    await room();
  }
  const read = await Promise.all(losses.map((loss) => loss.data()));
  for (const loss of losses) loss.dispose();
  return read.map(([loss = NaN]) => loss);
}

type Settings = Omit<StepTask, "name" | "architecture">;

function taskOf(
  network: string,
  { behaviour }: { readonly behaviour: ArchitectureBehaviour },
  settings: Settings,
): StepTask {
  const { size, batch, optimizer, trains } = settings;
  const name = [
    network,
    `${size} px`,
    `batch ${batch}`,
    optimizer === "sgd" ? "SGD" : "AdamW",
    trains,
  ].join(", ");
  return { name, architecture: behaviour, ...settings };
}

/** The steps that are measured; a GPU also gets one that it is made for. */
export function stepTasks(software: boolean): readonly StepTask[] {
  // Without dropout, whose draws on the processor are no work of an engine.
  const options = { dropout: 0 };
  const resnet18 = (settings: Settings) =>
    taskOf("ResNet-18", leat.resnet18(options), settings);
  const resnet34 = (settings: Settings) =>
    taskOf("ResNet-34", leat.resnet34(options), settings);
  const small = { size: 64, batch: 16 };
  const large = { size: 224, batch: 64, trains: "all" } as const;
  const tasks = (["all", "head and norms", "head"] as const).flatMap((trains) =>
    (["sgd", "adamW"] as const).map((optimizer) =>
      resnet18({ ...small, optimizer, trains })
    )
  );
  return [
    ...tasks,
    resnet18({ size: 128, batch: 16, optimizer: "sgd", trains: "all" }),
    ...software ? [] : [
      resnet34({ ...large, optimizer: "sgd" }),
      resnet34({ ...large, optimizer: "adamW" }),
    ],
  ];
}
