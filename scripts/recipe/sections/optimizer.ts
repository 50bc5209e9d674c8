import { adamW, constant, sgd } from "leat";
import { Optimizer } from "../../../src/engine/train/optimizer.ts";
import { Variables } from "../../../src/engine/train/variables.ts";
import type {
  VariableRole,
  VariableSpec,
} from "../../../src/flow/stage/architecture.ts";
import type { OptimizerSettings } from "../../../src/flow/stage/optimizer.ts";
import type {
  ScheduleBehaviour,
  StepSettings,
} from "../../../src/flow/stage/schedule.ts";
import type { Tensors } from "../../../src/flow/stage/tensors.ts";
import type { Rows } from "../compare.ts";
import { onProcessor, wave } from "./formula.ts";

const SIZE = 3;
const MOMENTUM = [0.95, 0.93, 0.91, 0.89, 0.87];
const RATES = [0.01, 0.02, 0.03, 0.02, 0.01];

/** What an optimizer does to one variable, step by step. */
class Walk implements Disposable {
  readonly #tf: Tensors;
  readonly #spec: VariableSpec;
  readonly #variables: Variables;
  readonly #optimizer: Optimizer;

  constructor(
    tf: Tensors,
    role: VariableRole,
    start: Float32Array,
    options: ConstructorParameters<typeof Optimizer>[1],
  ) {
    this.#tf = tf;
    const shape = [start.length];
    this.#spec = { name: "it", shape, role, group: 0, init: () => start };
    this.#variables = new Variables(tf, [this.#spec], new Map([["it", start]]));
    this.#optimizer = new Optimizer(tf, options);
  }

  /** One step along a gradient; the values after it. */
  async step(gradient: Float32Array, settings: StepSettings) {
    const { name } = this.#variables.get("it");
    const gradients = { [name]: this.#tf.tensor1d(gradient) };
    this.#optimizer.step(this.#variables, [this.#spec], gradients, settings, 1);
    this.#tf.dispose(gradients);
    return (await this.#variables.read()).get("it") ?? new Float32Array();
  }

  /** How often it was stepped since it last forgot. */
  async steps(): Promise<number> {
    return (await this.#optimizer.read()).steps["it"] ?? 0;
  }

  forget(): void {
    this.#optimizer.reset();
  }

  [Symbol.dispose](): void {
    this.#optimizer.reset();
    this.#variables.dispose();
  }
}

/** A variable after each of some steps, along given gradients. */
async function valuesAlong(
  tf: Tensors,
  role: VariableRole,
  optimizer: OptimizerSettings,
): Promise<number[]> {
  const start = wave(SIZE, { start: 1 });
  using walk = new Walk(tf, role, start, { optimizer, weightDecay: 0.1 });
  const after: number[] = [];
  for (const [at, rate] of RATES.entries()) {
    const gradient = wave(SIZE, { start: 2 + at, size: 0.1 });
    const momentum = MOMENTUM[at] ?? NaN;
    after.push(...await walk.step(gradient, { rates: [rate], momentum }));
  }
  return after;
}

/** The count of Adam's steps, one step after a phase began. */
async function countAfterReset(tf: Tensors): Promise<number> {
  using walk = new Walk(tf, "weight", wave(SIZE), { weightDecay: 0 });
  const settings = { rates: [0.1], momentum: 0.9 };
  for (let step = 0; step < 3; step++) await walk.step(wave(SIZE), settings);
  walk.forget();
  await walk.step(wave(SIZE), settings);
  return await walk.steps();
}

/** The momentum of a schedule's first step. */
function momentumOf(schedule: ScheduleBehaviour): number {
  const [phase] = schedule.phases({ groups: 1 });
  return phase?.at(0).momentum ?? NaN;
}

/** Sections 2.7 and 2.8: the steps of optimizers. */
export async function optimizers(): Promise<Rows> {
  const adam = adamW();
  const fit = constant(1).behaviour;
  const descent = constant(1, { optimizer: sgd() }).behaviour;
  return await onProcessor(async (tf) => ({
    "Adam: momentum": momentumOf(fit),
    "Adam: decay of squares": adam.beta2,
    "Adam: epsilon": adam.epsilon,
    "Adam: weight decay": fit.weightDecay,
    "Adam: steps counted after the first one unfrozen": await countAfterReset(
      tf,
    ),
    "Adam: a weight after each of 5 steps": await valuesAlong(
      tf,
      "weight",
      adam,
    ),
    "Adam: a bias or norm after each of 5 steps": await valuesAlong(
      tf,
      "bias",
      adam,
    ),
    "SGD: momentum": momentumOf(descent),
    "SGD: weight decay": descent.weightDecay,
    "SGD: a weight after each of 5 steps": await valuesAlong(
      tf,
      "weight",
      sgd(),
    ),
  }));
}
