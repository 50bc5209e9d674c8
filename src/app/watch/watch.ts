/**
 * Runs a pipeline each time that it is saved. This process runs no pipeline
 * code and holds no GPU, so that it survives whatever happens to a run.
 *
 * @module
 */
import { isWebAddress } from "../../base/codec/web_address.ts";
import { remoteUnwatchable } from "../../base/errors/watch.ts";
import type { Emit, RunEvent } from "../../flow/events/event.ts";
import { errorEvent } from "../error_event.ts";
import { locate } from "../address/locate.ts";
import type { TrainingOptions } from "../run/ready.ts";
import { supervise } from "../run/supervise.ts";
import type { WatchEvent, WatchNews } from "./event.ts";
import { FileWatch } from "./file_watch.ts";
import { foresee } from "./foresee.ts";
import type { Key } from "./keys.ts";
import { localModules } from "./module_graph.ts";
import { Reactor } from "./reactor.ts";

/** How a pipeline is watched. */
export interface WatchOptions
  extends Omit<TrainingOptions, "emit" | "pinning" | "onPrepared"> {
  readonly emit: (event: WatchEvent) => void;
  /** What is expected to take longer, in seconds, waits to be asked for. */
  readonly budget: number;
  /** Is handed what takes keys. */
  readonly onReady: (press: (key: Key) => void) => void;
}

/** How watching came to its end. */
export type WatchEnd = "ended" | "stopped" | "misused";

/**
 * Watches a pipeline until a key or the signal ends it. Never throws for what
 * is the pipeline's fault.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 * @returns `"stopped"` where the signal came; `"misused"` where there is no
 * such pipeline, or files cannot be watched
 */
export async function watch(
  spoken: string,
  options: WatchOptions,
): Promise<WatchEnd> {
  const { budget, signal, onReady } = options;
  let gen = 1;
  const emit = (event: WatchEvent) => {
    ({ gen } = event);
    options.emit(event);
  };
  const tell = (event: RunEvent | WatchNews) => emit({ gen, ...event });
  let file: string;
  try {
    if (isWebAddress(spoken)) throw remoteUnwatchable(spoken);
    ({ file } = await locate(spoken));
  } catch (error) {
    tell(errorEvent(error));
    return "misused";
  }
  let end: WatchEnd = "ended";
  using files = new FileWatch({
    onChange: (changed) => void reactor.look(changed),
    onFault: (error) => {
      tell(errorEvent(error));
      end = "misused";
      reactor.end();
    },
  });
  let shown = "";
  let reads: readonly string[] = [];
  const watchAll = async (signal: AbortSignal) => {
    const all = [...await localModules(file), ...reads];
    signal.throwIfAborted();
    await files.watch(all);
    if (shown === all.join()) return;
    shown = all.join();
    tell({ type: "watch.files", files: all });
  };
  const reactor = new Reactor({
    budget,
    emit,
    foresee: async ({ emit, signal }) => {
      // First: what changes while it is described is described again.
      await watchAll(signal);
      const foreseen = await foresee(spoken, { ...options, emit, signal });
      if (foreseen.reads.join() === reads.join()) return foreseen;
      // They were not watched until now.
      reads = foreseen.reads;
      await watchAll(signal);
      return await foresee(spoken, { ...options, emit, signal });
    },
    run: ({ emit, signal }: { emit: Emit; signal: AbortSignal }) =>
      supervise(spoken, { ...options, emit, signal }),
  });
  const stop = () => {
    end = "stopped";
    reactor.end();
  };
  signal.addEventListener("abort", stop);
  onReady((key) => void (key === "go" ? reactor.go() : reactor.end()));
  if (signal.aborted) stop();
  await reactor.look();
  await reactor.done;
  signal.removeEventListener("abort", stop);
  tell({ type: "watch.end" });
  return end;
}
