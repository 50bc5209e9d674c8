import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { Tensors } from "../../flow/stage/tensors.ts";
import { change } from "../kernels/change.ts";
import {
  LOSS_SCALE_NEXT,
  LOSS_SCALE_OVERFLOW,
  LOSS_SCALE_SETTINGS,
  LOSS_SCALED,
  type Scaling,
  type ScalingField,
  scalingNumbers,
  scalingOf,
} from "../kernels/optimizer/loss_scale.ts";
import { onDevice } from "../replay/feeds.ts";

/** How a scale begins and grows. */
export interface LossScaleOptions {
  /** A power of two; torch's 65,536 unless told. */
  readonly start?: number;
  /** Steps without an overflow until it is doubled; torch's 2,000 unless told. */
  readonly interval?: number;
}

const START = 2 ** 16;
const INTERVAL = 2000;
/** Far above what any gradient allows, and far below what is no number. */
const MOST = 2 ** 100;

/**
 * The scale of a loss whose gradients pass through halves. It is decided on the
 * device, where it lies between steps.
 */
export class LossScale {
  readonly #tf: Tensors;
  readonly #start: number;
  readonly #interval: number;
  /** None before the first step. */
  #scaling: Tensor | undefined;

  constructor(
    tf: Tensors,
    { start = START, interval = INTERVAL }: LossScaleOptions = {},
  ) {
    this.#tf = tf;
    this.#start = start;
    this.#interval = interval;
  }

  #first(): Scaling {
    const [scale, inverse] = [this.#start, 1 / this.#start];
    const counts = { clean: 0, skipped: 0, overflow: 0 };
    return { scale, inverse, ...counts, factor: inverse };
  }

  #at(scaling: Scaling): Tensor {
    const numbers = [...scalingNumbers(scaling)];
    // Whoever asks first may be in a tidy.
    return this.#tf.keep(onDevice(this.#tf, this.#tf.tensor1d(numbers)));
  }

  #here(): Tensor {
    return this.#scaling ??= this.#at(this.#first());
  }

  /** What a step leaves for the next one, once there was one. */
  get state(): Tensor | undefined {
    return this.#scaling;
  }

  #times(x: Tensor, field: ScalingField): Tensor {
    const inputs = { x, scaling: this.#here() };
    return this.#tf.engine().runKernel<Tensor>(LOSS_SCALED, inputs, { field });
  }

  /** The same loss, whose gradients are scaled. */
  scaled(loss: Scalar): Scalar {
    const scale = this.#tf.customGrad((x) => ({
      value: (x as Tensor).clone(),
      gradFunc: (dy) => this.#times(dy, "scale"),
    }));
    return scale(loss) as Scalar;
  }

  /**
   * Decides whether a step is taken with these gradients, and frees each once it
   * is unscaled: all of them twice would take much of what halves save.
   *
   * @returns what they are without the scale, or zeros; the caller disposes them
   */
  unscale(gradients: readonly Tensor[]): Tensor[] {
    const tf = this.#tf;
    const scaling = this.#here();
    for (const x of gradients) change(tf, LOSS_SCALE_OVERFLOW, { scaling, x });
    const growth = { interval: this.#interval, most: MOST };
    change(tf, LOSS_SCALE_NEXT, { scaling }, growth);
    return gradients.map((each) => {
      const unscaled = this.#times(each, "factor");
      each.dispose();
      return unscaled;
    });
  }

  /**
   * The settings of the step that was decided on; the caller disposes them.
   *
   * @param told those of a step, those of none, what each was debiased by, and
   * the number of steps, of which some were not taken
   */
  settings(told: Tensor): Tensor {
    const inputs = { told, scaling: this.#here() };
    return this.#tf.engine().runKernel<Tensor>(LOSS_SCALE_SETTINGS, inputs);
  }

  /** Forgets everything, as at the start of a phase. */
  reset(): void {
    this.#scaling?.dispose();
    this.#scaling = undefined;
  }

  /** What it is, read back from the device; nothing before the first step. */
  async read(): Promise<Scaling | undefined> {
    const numbers = await this.#scaling?.data();
    return numbers && scalingOf(numbers);
  }

  /** Takes up where {@linkcode LossScale.read} was called. */
  restore(scaling: Scaling | undefined): void {
    this.reset();
    if (scaling) this.#scaling = this.#at(scaling);
  }
}
