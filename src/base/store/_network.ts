import { PipelineError } from "../errors/pipeline_error.ts";

/** The network is at fault, not the file or the disk: worth another attempt. */
export class NetworkFault extends Error {}

/**
 * Runs what waits for the network; it fails as a `NetworkFault` if nothing
 * comes within `patience` milliseconds, and as itself if the caller gives up.
 */
export async function patiently<Result>(
  patience: number,
  caller: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stall = new AbortController();
  const timer = setTimeout(
    () => stall.abort(new Error(`nothing came for ${patience / 1000} seconds`)),
    patience,
  );
  const signal = caller === undefined
    ? stall.signal
    : AbortSignal.any([caller, stall.signal]);
  try {
    return await unlessAborted(run(signal), signal);
  } catch (cause) {
    caller?.throwIfAborted();
    // What may not be fetched is refused for good.
    if (!(cause instanceof Error) || cause instanceof PipelineError) {
      throw cause;
    }
    throw new NetworkFault(cause.message, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Settles when the signal does, as reading a body does not obey one. */
function unlessAborted<Result>(
  running: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  running.then(resolve, reject);
  return promise.finally(() => signal.removeEventListener("abort", stop));
}
