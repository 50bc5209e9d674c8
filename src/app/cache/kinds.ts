/** What kinds of things are called, by people. */
const NAMES: Readonly<Record<string, string>> = {
  // Results.
  input: "packed items",
  epoch: "epochs",
  model: "models",
  predictions: "predictions",
  augmented: "predictions over views",
  testPredictions: "test predictions",
  testAugmented: "test predictions over views",
  metric: "metrics",
  statistics: "statistics of inputs",
  table: "tables of epochs",
  source: "lists of items",
  label: "labels",
  split: "splits",
  partial: "unfinished epochs",
  broken: "broken results",
  // Beside them.
  placed: "models for people",
  record: "records of runs",
  temporary: "being written",
  // What was fetched, drawn and measured.
  dataset: "datasets",
  weights: "weights",
  drawn: "drawn datasets",
  download: "unfinished downloads",
  tuning: "choice of kernels",
  driver: "Vulkan drivers",
};

/** Kinds that are fetched, drawn or measured, for all pipelines. */
export const DATA_KINDS: ReadonlySet<string> = new Set([
  "dataset",
  "weights",
  "drawn",
  "download",
  "tuning",
  "driver",
]);

/** What a kind is called; a kind of another version as it calls itself. */
export function kindName(kind: string): string {
  return Object.hasOwn(NAMES, kind) ? NAMES[kind] ?? kind : kind;
}
