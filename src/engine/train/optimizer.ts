import type { NamedTensorMap, Tensor } from "@tensorflow/tfjs-core";
import type { VariableSpec } from "../../flow/stage/architecture.ts";
import type { StepSettings } from "../../flow/stage/schedule.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import type { Values, Variables } from "./variables.ts";

/** Decay of the mean of squared gradients; fastai's, not the paper's 0.999. */
const SQUARE_DECAY = 0.99;
const EPSILON = 1e-5;

/** Both moments of one variable, and how often it was stepped. */
interface Moments {
  mean: Tensor;
  square: Tensor;
  steps: number;
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
  readonly #moments = new Map<string, Moments>();

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
    const variable = variables.get(name);
    const moments = this.#moments.get(name) ?? {
      mean: tf.zeros([...shape]),
      square: tf.zeros([...shape]),
      steps: 0,
    };
    const steps = moments.steps + 1;
    const [value, mean, square] = tf.tidy(() => {
      const mean = tf.add(
        tf.mul(moments.mean, momentum),
        tf.mul(gradient, 1 - momentum),
      );
      const square = tf.add(
        tf.mul(moments.square, SQUARE_DECAY),
        tf.mul(tf.square(gradient), 1 - SQUARE_DECAY),
      );
      const scale = tf.add(
        tf.sqrt(tf.div(square, 1 - SQUARE_DECAY ** steps)),
        EPSILON,
      );
      const update = tf.mul(
        tf.div(mean, scale),
        rate / (1 - momentum ** steps),
      );
      const kept = decay === 1 ? variable : tf.mul(variable, decay);
      return [tf.sub(kept, update), mean, square] as const;
    });
    variable.assign(value);
    tf.dispose([value, moments.mean, moments.square]);
    this.#moments.set(name, { mean, square, steps });
  }

  /** Forgets all moments, as at the start of a phase. */
  reset(): void {
    for (const { mean, square } of this.#moments.values()) {
      this.#tf.dispose([mean, square]);
    }
    this.#moments.clear();
  }

  /** The moments as values, `mean/<name>` and `square/<name>`, and step counts. */
  async read(): Promise<
    { values: Map<string, Float32Array>; steps: Record<string, number> }
  > {
    const entries = [...this.#moments].flatMap(([name, { mean, square }]) => [
      [`mean/${name}`, mean] as const,
      [`square/${name}`, square] as const,
    ]);
    const data = await Promise.all(entries.map(([, tensor]) => tensor.data()));
    return {
      values: new Map(entries.map(([name], at) => [
        name,
        Float32Array.from(data[at] ?? []),
      ])),
      steps: Object.fromEntries(
        [...this.#moments].map(([name, { steps }]) => [name, steps]),
      ),
    };
  }

  /** Takes up where {@linkcode AdamW.read} was called. */
  restore(
    specs: readonly VariableSpec[],
    values: Values,
    steps: Readonly<Record<string, number>>,
  ): void {
    const tf = this.#tf;
    this.reset();
    for (const { name, shape } of specs) {
      const mean = values.get(`mean/${name}`);
      const square = values.get(`square/${name}`);
      const count = steps[name];
      if (mean === undefined || square === undefined || count === undefined) {
        continue;
      }
      this.#moments.set(name, {
        mean: tf.tensor(mean, [...shape]),
        square: tf.tensor(square, [...shape]),
        steps: count,
      });
    }
  }
}
