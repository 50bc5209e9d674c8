import type { Store } from "../../base/store/store.ts";

/**
 * Runs while no other process runs under the same name. The wait for the other
 * ends when the signal says so; what runs already is not touched.
 *
 * @param onWait called once if another process is at it
 */
export async function alone<Result>(
  store: Store,
  name: string,
  { onWait, signal }: {
    readonly onWait: () => void;
    readonly signal: AbortSignal;
  },
  run: () => Promise<Result>,
): Promise<Result> {
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop);
  try {
    const result = store.withLock(name, onWait, () => {
      signal.throwIfAborted();
      signal.removeEventListener("abort", stop);
      return run();
    });
    return await Promise.race([result, stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
