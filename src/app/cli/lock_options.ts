import type { Setting } from "../../flow/pipeline/override.ts";
import type { LockUse } from "../lock/lock_use.ts";

/** What was typed about the lock. */
interface LockOptions {
  readonly frozen?: true | undefined;
  /** Of `--lock` and `--no-lock`. */
  readonly lock?: boolean | undefined;
  readonly set?: readonly Setting[] | undefined;
}

/** Why options do not go together, if they do not. */
export function lockMisuse(
  { frozen, lock, set }: LockOptions,
): string | undefined {
  if (frozen && lock !== undefined) {
    return `--frozen holds to the lock and writes nothing: leave ${
      lock ? "--lock" : "--no-lock"
    } out`;
  }
  if (lock && set) {
    return "--lock records what the file gives: write into the file what --set changes";
  }
  return undefined;
}

/** What becomes of the lock. */
export function lockUse({ frozen, lock }: LockOptions): LockUse {
  if (frozen) return "frozen";
  if (lock === undefined) return "pin";
  return lock ? "record" : "ignore";
}
