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

/** What trains unless a schedule names another: fastai's constants. */
export const DEFAULT_OPTIMIZER: OptimizerSettings = Object.freeze({
  op: "adamW",
  beta2: 0.99,
  epsilon: 1e-5,
});
