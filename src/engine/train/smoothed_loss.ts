/** How much of the mean stays at each step. */
const DECAY = 0.98;

/** The state of a smoothed loss, to be saved and restored. */
export interface SmoothedState {
  readonly mean: number;
  readonly steps: number;
}

/**
 * The training loss that people read: an exponential mean, debiased, over the
 * steps of a phase. Source: fastai's `AvgSmoothLoss`.
 */
export class SmoothedLoss {
  #mean: number;
  #steps: number;
  #last: number | undefined;

  constructor({ mean, steps }: SmoothedState = { mean: 0, steps: 0 }) {
    this.#mean = mean;
    this.#steps = steps;
  }

  add(loss: number): void {
    this.#steps++;
    this.#last = loss;
    this.#mean = this.#mean * DECAY + loss * (1 - DECAY);
  }

  /** Not a number before the first step. */
  get value(): number {
    return this.#mean / (1 - DECAY ** this.#steps);
  }

  /** The loss that was added last, if any was since it was made or restored. */
  get last(): number | undefined {
    return this.#last;
  }

  get state(): SmoothedState {
    return { mean: this.#mean, steps: this.#steps };
  }
}
