/** What kinds of things are called by people: one, and several. */
const NAMES: Readonly<Record<string, readonly [one: string, more: string]>> = {
  // Results.
  input: ["packed items", "packed items"],
  epoch: ["epoch", "epochs"],
  model: ["model", "models"],
  predictions: ["predictions", "predictions"],
  augmented: ["predictions over views", "predictions over views"],
  testPredictions: ["test predictions", "test predictions"],
  testAugmented: ["test predictions over views", "test predictions over views"],
  familiarity: ["memory of items", "memories of items"],
  metric: ["metric", "metrics"],
  statistics: ["statistics of inputs", "statistics of inputs"],
  table: ["table of epochs", "tables of epochs"],
  source: ["list of items", "lists of items"],
  label: ["labels", "labels"],
  split: ["split", "splits"],
  partial: ["unfinished epoch", "unfinished epochs"],
  broken: ["broken result", "broken results"],
  // Beside them.
  placed: ["model for people", "models for people"],
  record: ["record of runs", "records of runs"],
  verified: ["kept by verify", "kept by verify"],
  temporary: ["being written", "being written"],
  // What was fetched, drawn and measured.
  dataset: ["dataset", "datasets"],
  weights: ["weights", "weights"],
  drawn: ["drawn dataset", "drawn datasets"],
  download: ["unfinished download", "unfinished downloads"],
  tuning: ["choice of kernels", "choices of kernels"],
  driver: ["Vulkan driver", "Vulkan drivers"],
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

/** What one of a kind is called; of another version's as it calls itself. */
export function kindName(kind: string): string {
  return Object.hasOwn(NAMES, kind) ? NAMES[kind]?.[0] ?? kind : kind;
}

/** What things of a kind are called together. */
export function kindTitle(kind: string): string {
  return Object.hasOwn(NAMES, kind) ? NAMES[kind]?.[1] ?? kind : kind;
}
