/** The keys of a pipeline that hold stages; `label` holds a function. */
export type Role =
  | "source"
  | "split"
  | "input"
  | "transforms"
  | "architecture"
  | "loss"
  | "metrics"
  | "fit";
