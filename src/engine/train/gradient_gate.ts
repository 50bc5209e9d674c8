import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { VariableSpec } from "../../flow/stage/architecture.ts";
import type { GradientCallbacks } from "../../flow/stage/callback.ts";
import type { Tensors } from "../../flow/stage/tensors.ts";
import type { LossScale } from "./loss_scale.ts";
import { readBack } from "./read_back.ts";
import type { Values } from "./variables.ts";

/** Gradients by the names of variables. */
export type Gradients = ReadonlyMap<string, Tensor>;

/** What was gathered and not stepped along yet, on the processor. */
export interface GatheredState {
  /** By the names of variables. */
  readonly values: Values;
  /** Items that it is the gradients of. */
  readonly samples: number;
}

/** torch's, against a norm of 0. */
const EPSILON = 1e-6;

/**
 * Where gradients pass on their way to the optimizer: gathered until there are
 * enough of them, then rid of the scale of the loss, then clipped, as fastai and
 * torch order the three.
 */
export class GradientGate {
  readonly #tf: Tensors;
  readonly #callbacks: GradientCallbacks;
  readonly #scale: LossScale | undefined;
  #gathered = new Map<string, Tensor>();
  #samples = 0;

  /** @param scale that of the loss whose gradients these are, if it has one */
  constructor(tf: Tensors, callbacks: GradientCallbacks, scale?: LossScale) {
    this.#tf = tf;
    this.#callbacks = callbacks;
    this.#scale = scale;
  }

  /**
   * Takes the gradients of one batch, which stay the caller's, but for those of
   * a scaled loss: they are freed.
   *
   * @param samples items of the batch, of whose mean loss they are
   * @param step called with what to step along, once there is enough of it
   */
  pass(
    gradients: Gradients,
    samples: number,
    step: (gradients: Gradients) => void,
  ): void {
    const { accumulate } = this.#callbacks;
    if (accumulate === undefined) return this.#unscale(gradients, step);
    this.#gather(gradients, samples / accumulate.samples);
    this.#samples += samples;
    if (this.#samples < accumulate.samples) return;
    this.#unscale(this.#gathered, step);
    this.reset();
  }

  #unscale(gradients: Gradients, step: (gradients: Gradients) => void): void {
    const scale = this.#scale;
    if (scale === undefined) return this.#clip(gradients, step);
    const names = [...gradients.keys()];
    const unscaled = scale.unscale([...gradients.values()]);
    this.#clip(
      new Map(unscaled.map((each, at) => [names[at] ?? "", each])),
      step,
    );
    this.#tf.dispose(unscaled);
  }

  #gather(gradients: Gradients, share: number): void {
    const tf = this.#tf;
    for (const [name, gradient] of gradients) {
      const before = this.#gathered.get(name);
      const sum = tf.tidy(() => {
        const part = tf.mul(gradient, share);
        return before ? tf.add(before, part) : part;
      });
      before?.dispose();
      this.#gathered.set(name, sum);
    }
  }

  #clip(gradients: Gradients, step: (gradients: Gradients) => void): void {
    const { clip } = this.#callbacks;
    if (clip === undefined || gradients.size === 0) return step(gradients);
    const tf = this.#tf;
    const names = [...gradients.keys()];
    const clipped = tf.tidy(() => {
      const all = [...gradients.values()];
      return clip.by === "norm"
        ? scaled(tf, all, clip.limit)
        : all.map((each) => tf.clipByValue(each, -clip.limit, clip.limit));
    });
    step(new Map(clipped.map((each, at) => [names[at] ?? "", each])));
    tf.dispose(clipped);
  }

  /** Forgets what was gathered, as at the start of a phase. */
  reset(): void {
    this.#tf.dispose([...this.#gathered.values()]);
    this.#gathered = new Map();
    this.#samples = 0;
  }

  /** What was gathered so far, read back from the device. */
  async read(): Promise<GatheredState> {
    const gathered = [...this.#gathered];
    const data = await readBack(this.#tf, gathered.map(([, each]) => each));
    return {
      values: new Map(
        gathered.map(([name], at) => [name, data[at] ?? new Float32Array()]),
      ),
      samples: this.#samples,
    };
  }

  /** Takes up where {@linkcode GradientGate.read} was called. */
  restore(
    specs: readonly VariableSpec[],
    { values, samples }: GatheredState,
  ): void {
    this.reset();
    for (const { name, shape } of specs) {
      const gathered = values.get(name);
      if (gathered === undefined) continue;
      this.#gathered.set(name, this.#tf.tensor(gathered, [...shape]));
    }
    this.#samples = samples;
  }
}

/** All multiplied by one number, so that their norm is at most the limit. */
function scaled(
  tf: Tensors,
  gradients: readonly Tensor[],
  limit: number,
): Tensor[] {
  const squares = gradients.map((each) => tf.sum(tf.square(each)) as Scalar);
  // Not addN(), which binds all at once: adapters allow as few as ten.
  const norm = tf.sqrt(tf.sum(tf.stack(squares)));
  const scale = tf.minimum(tf.div(limit, tf.add(norm, EPSILON)), 1);
  return gradients.map((each) => tf.mul(each, scale));
}
