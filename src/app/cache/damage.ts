/** Something of a cache that is not what was put there. */
export interface Damage {
  readonly path: string;
  /** What it is: the kind of its node, or `"dataset"`, `"partial"`, …. */
  readonly kind: string;
  /** What is the matter with it, in words. */
  readonly facts: readonly string[];
}
