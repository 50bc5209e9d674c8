/** How a gradient becomes a step, as plain data. */
export type OptimizerSettings =
  | {
    readonly op: "adamW";
    /** How much of the mean of squared gradients stays. */
    readonly beta2: number;
    /** Added to the root of that mean. */
    readonly epsilon: number;
  }
  | { readonly op: "sgd" };

/** What steps are made with where nobody says. */
export interface Steady {
  readonly momentum: number;
  readonly weightDecay: number;
}

/** fastai's optimizers begin with these. */
export const STEADY: Readonly<Record<OptimizerSettings["op"], Steady>> = Object
  .freeze({
    adamW: { momentum: 0.9, weightDecay: 0.01 },
    sgd: { momentum: 0, weightDecay: 0 },
  });

/** What trains unless a schedule names another: fastai's constants. */
export const DEFAULT_OPTIMIZER: OptimizerSettings = Object.freeze({
  op: "adamW",
  beta2: 0.99,
  epsilon: 1e-5,
});
