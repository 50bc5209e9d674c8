/** What the code of a pipeline may use up. */
export interface Limits {
  /** MiB, on the heap and beside it. */
  readonly memory: number;
  /** Seconds of processor time in all, wherever it is spent. */
  readonly processor: number;
  /** Wall-clock seconds for a question. */
  readonly seconds: number;
  /** As many more for each item that a question is about. */
  readonly secondsPerItem: number;
  /** Wall-clock seconds for all questions together. */
  readonly secondsInAll: number;
  /** Characters said until an answer ends, prints among them. */
  readonly size: number;
  /** As many more for each item that a question is about: labels and ids. */
  readonly sizePerItem: number;
  /** Characters of the items that a source of the pipeline's own lists. */
  readonly listing: number;
}

const MEBI = 2 ** 20;

/** A file on this machine may take its time, and label many items. */
export const LOCAL_LIMITS: Limits = {
  memory: 768,
  processor: 600,
  seconds: 10,
  secondsPerItem: 0.001,
  secondsInAll: Infinity,
  size: 16 * MEBI,
  sizePerItem: 4096,
  listing: 128 * MEBI,
};

/** Nobody here wrote a pipeline from a URL. */
export const REMOTE_LIMITS: Limits = {
  memory: 384,
  processor: 20,
  seconds: 10,
  secondsPerItem: 0,
  secondsInAll: 10,
  size: 4 * MEBI,
  sizePerItem: 1024,
  listing: 16 * MEBI,
};

/** The same with the user's own patience, if that is told. */
export function withPatience(
  limits: Limits,
  patience: string | undefined = Deno.env.get("LEAT_PATIENCE"),
): Limits {
  const seconds = Number(patience);
  if (!(seconds > 0)) return limits;
  return {
    ...limits,
    processor: Math.max(limits.processor, 4 * seconds),
    seconds,
    secondsPerItem: 0,
    secondsInAll: Math.max(limits.secondsInAll, seconds),
  };
}
