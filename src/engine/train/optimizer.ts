import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";
import type { VariableSpec } from "../../flow/stage/architecture.ts";
import type { StepSettings } from "../../flow/stage/schedule.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import { ADAM_MOMENTS, ADAM_VALUE } from "../kernels/adam.ts";
import type { Values, Variables } from "./variables.ts";

/** Decay of the mean of squared gradients; fastai's, not the paper's 0.999. */
const SQUARE_DECAY = 0.99;
const EPSILON = 1e-5;

/** Both moments of one variable, and how often it was stepped. */
interface State {
  /** `[2, size]`: the mean of gradients, then of their squares. */
  readonly moments: Tensor;
  readonly steps: number;
}

/**
 * AdamW with one learning rate a parameter group and a scheduled beta1.
 *
 *     p ← p (1 - rate · decay)          weights only
 *     m ← β1 m + (1 - β1) g             s ← β2 s + (1 - β2) g²
 *     p ← p - rate / (1 - β1^t) · m / (√(s / (1 - β2^t)) + ε)
 *
 * The debiasing takes the present β1 to the power t, as fastai does, though β1
 * changes from step to step. Only variables with a gradient are touched.
 *
 * Source: Loshchilov and Hutter, "Decoupled weight decay regularization", 2019,
 * with fastai's constants.
 */
export class AdamW {
  readonly #tf: Tensors;
  readonly #weightDecay: number;
  readonly #states = new Map<string, State>();

  constructor(tf: Tensors, weightDecay: number) {
    this.#tf = tf;
    this.#weightDecay = weightDecay;
  }

  /** One step; the gradients stay the caller's. */
  step(
    variables: Variables,
    trainable: readonly VariableSpec[],
    gradients: NamedTensorMap,
    { rates, momentum }: StepSettings,
  ): void {
    for (const spec of trainable) {
      const variable = variables.get(spec.name);
      const gradient = gradients[variable.name];
      if (gradient === undefined || gradient === null) continue;
      const rate = rates[spec.group] ?? 0;
      const decay = spec.role === "weight" ? 1 - rate * this.#weightDecay : 1;
      this.#update(spec, variables, gradient, { rate, decay, momentum });
    }
  }

  #update(
    { name, shape }: VariableSpec,
    variables: Variables,
    gradient: Tensor,
    { rate, decay, momentum }: {
      rate: number;
      decay: number;
      momentum: number;
    },
  ): void {
    const tf = this.#tf;
    const engine = tf.engine();
    const variable = variables.get(name);
    const size = shape.reduce((count, side) => count * side, 1);
    const before = this.#states.get(name);
    const steps = (before?.steps ?? 0) + 1;
    const moments = before?.moments ?? tf.zeros([2, size]);
    const next = engine.runKernel<Tensor>(
      ADAM_MOMENTS,
      { moments, gradient },
      { momentum, squareDecay: SQUARE_DECAY },
    );
    const value = engine.runKernel<Tensor>(
      ADAM_VALUE,
      { value: variable, moments: next },
      {
        decay,
        rate: rate / (1 - momentum ** steps),
        squareScale: 1 / (1 - SQUARE_DECAY ** steps),
        epsilon: EPSILON,
      },
    );
    variable.assign(value);
    tf.dispose([value, moments]);
    this.#states.set(name, { moments: next, steps });
  }

  /** Forgets all moments, as at the start of a phase. */
  reset(): void {
    for (const { moments } of this.#states.values()) moments.dispose();
    this.#states.clear();
  }

  /** The moments as values, `mean/<name>` and `square/<name>`, and step counts. */
  async read(): Promise<
    { values: Map<string, Float32Array>; steps: Record<string, number> }
  > {
    const states = [...this.#states];
    const data = await Promise.all(
      states.map(([, { moments }]) => moments.data()),
    );
    return {
      values: new Map(states.flatMap(([name], at) => {
        const both = Float32Array.from(data[at] ?? []);
        const size = both.length / 2;
        return [
          [`mean/${name}`, both.slice(0, size)],
          [`square/${name}`, both.slice(size)],
        ];
      })),
      steps: Object.fromEntries(
        states.map(([name, { steps }]) => [name, steps]),
      ),
    };
  }

  /** Takes up where {@linkcode AdamW.read} was called. */
  restore(
    specs: readonly VariableSpec[],
    values: Values,
    steps: Readonly<Record<string, number>>,
  ): void {
    this.reset();
    for (const { name } of specs) {
      const mean = values.get(`mean/${name}`);
      const square = values.get(`square/${name}`);
      const count = steps[name];
      if (mean === undefined || square === undefined || count === undefined) {
        continue;
      }
      const both = new Float32Array(2 * mean.length);
      both.set(mean);
      both.set(square, mean.length);
      const moments = this.#tf.tensor(both, [2, mean.length]);
      this.#states.set(name, { moments, steps: count });
    }
  }
}
