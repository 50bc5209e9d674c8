/**
 * A small step on the device, to be varied: `total ← total · factor + numbers`.
 *
 * @module
 */
import type { Scalar, Tensor, Variable } from "@tensorflow/tfjs-core";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import type { Feeds } from "../../../src/engine/replay/feeds.ts";
import { ReplayedStep } from "../../../src/engine/replay/replayed_step.ts";

type Device = Awaited<ReturnType<typeof openDevice>>;

/** What differs from one step to the next. */
export interface Moment {
  readonly at: number;
}

/** What a step is given. */
export interface Step {
  readonly tf: Device["tf"];
  readonly total: Variable;
  readonly moment: Moment;
  readonly feeds: Feeds<Moment>;
}

/** Numbers of a step: they differ from step to step. */
export function numbersAt({ at }: Moment): number[] {
  return [at + 0.1, at * at, -at, 1 / (at + 1)];
}

/** The step as it should be; gives the sum of the total before it. */
export function count({ tf, total, feeds }: Step): Scalar {
  const numbers = feeds.fill({
    shape: [4],
    dtype: "float32",
    numbers: numbersAt,
  });
  const [sum, next] = tf.tidy(() => [
    tf.sum(total) as Scalar,
    tf.add(tf.mul(total, 0.9), numbers),
  ]);
  total.assign(next);
  tf.dispose([next, numbers]);
  return sum;
}

/** What was seen of some steps. */
export interface Counted {
  readonly sums: readonly number[];
  readonly total: readonly number[];
  readonly refusal: string | undefined;
  readonly ready: boolean;
}

/** How steps are taken. */
export interface CountOptions {
  readonly backend?: "webgpu" | "cpu";
  readonly steps?: number;
  /** Does something between steps. */
  readonly before?: (at: number, total: Variable) => Promise<void> | void;
}

/** Takes steps; fails if tensors are left over. */
export async function counted(
  step: (step: Step) => Tensor,
  { backend = "webgpu", steps = 8, before = () => {} }: CountOptions = {},
): Promise<Counted> {
  const device = await openDevice({ backend });
  const { tf } = device;
  const start = tf.tensor1d([1, 2, 3, 4]);
  const total = tf.variable(start);
  start.dispose();
  const replayed = new ReplayedStep<Moment>(tf, {
    run: (moment, feeds) => step({ tf, total, moment, feeds }),
    state: () => new Map([["total", total]]),
    repeat: () => {},
  });
  try {
    const taken: Tensor[] = [];
    for (let at = 0; at < steps; at++) {
      await before(at, total);
      await replayed.room();
      taken.push(replayed.take({ at }));
    }
    // All at the end: a replay must not write over what an earlier one gave.
    const sums: number[] = [];
    for (const sum of taken) sums.push((await sum.data())[0] ?? NaN);
    tf.dispose(taken);
    await device.settle();
    const { refusal, ready } = replayed;
    return { sums, total: [...await total.data()], refusal, ready };
  } finally {
    replayed.dispose();
    total.dispose();
    device.close();
  }
}
