import type { Tensor, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { stream } from "../../../src/base/random/stream.ts";
import { startValues, Variables } from "../../../src/engine/train/variables.ts";
import type {
  Network,
  VariableSpec,
} from "../../../src/flow/stage/architecture.ts";
import type { Tensors } from "../../../src/flow/stage/tensors.ts";
import { CLASSES, SEED, type StepTask } from "./task.ts";

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
