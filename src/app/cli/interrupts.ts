import { Interrupted } from "../../base/errors/interrupted.ts";

/** What a user asked for with Ctrl-C. */
export interface Interrupts extends Disposable {
  /** The first: stop after the present step and save. */
  readonly signal: AbortSignal;
  /** The second: stop now. */
  readonly kill: AbortSignal;
}

const SIGNALS = Deno.build.os === "windows"
  ? ["SIGINT"] as const
  : ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Listens for Ctrl-C, a polite kill and a terminal that closes. */
export function listenForInterrupts(): Interrupts {
  const stop = new AbortController();
  const kill = new AbortController();
  const onSignal = () =>
    (stop.signal.aborted ? kill : stop).abort(new Interrupted());
  for (const each of SIGNALS) Deno.addSignalListener(each, onSignal);
  return {
    signal: stop.signal,
    kill: kill.signal,
    [Symbol.dispose]: () => {
      for (const each of SIGNALS) Deno.removeSignalListener(each, onSignal);
    },
  };
}

/** Waits until a signal comes; not at all where it came. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true })
  );
}
