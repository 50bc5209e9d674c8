/** Calls of one kernel that tfjs' own answered, alike in what they are. */
export interface KernelFallback {
  /** tfjs' name of the kernel, as `Conv2D`, or `gradient of Mean`. */
  readonly kernel: string;
  /** What it was called on: `[1,7,7,4] and [3,3,4,8]`. */
  readonly on: string;
  /** What of it Leat's kernel does not cover, as far as is known. */
  readonly why: string;
  readonly calls: number;
}

/** What the engine did in a run: how steps were taken, and by whose kernels. */
export interface EngineReport {
  readonly steps: { readonly replayed: number; readonly anew: number };
  /** Bytes on the device that were kept to replay a step, at most at a time. */
  readonly replay_bytes: number;
  /** Bytes of all buffers on the device; left out where nothing was trained. */
  readonly memory?: {
    /** At most at a time. */
    readonly most: number;
    /** What was planned before the first step, where it is much. */
    readonly planned?: number;
  };
  /**
   * Calls that kernels of Leat's answered, by tfjs' names where it has such
   * kernels. A replayed step calls none: it repeats those of a recorded one.
   */
  readonly kernels: { readonly [kernel: string]: number };
  /** Calls of the same kernels that were left to tfjs' own. */
  readonly fallbacks: readonly KernelFallback[];
  /** Calls of kernels of tfjs in whose place Leat has none. */
  readonly others: { readonly [kernel: string]: number };
}
