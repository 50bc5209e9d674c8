/**
 * A pipeline, walked through with one item in a trainer: nothing is trained,
 * and nothing is stored.
 *
 * @module
 */
import type { Summary } from "../../engine/inspect/summarize.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import { summarized } from "../child/trainer_answer.ts";
import { openPinning, savePins } from "../lock/lock_use.ts";
import { askTrainer } from "../run/ask_trainer.ts";
import { inCaches } from "../data/in_caches.ts";
import { locate } from "../address/locate.ts";
import { makeReady, type RunOptions } from "../run/ready.ts";
import { settle, type Settled } from "../run/settle.ts";

/** How a pipeline is summarized. */
export interface SummarizeOptions extends Omit<RunOptions, "kill" | "emit"> {
  readonly emit: (event: SummaryEvent) => void;
  /** The item to follow; the first of the first batch unless named. */
  readonly item?: string;
}

/** How a summary ended: its last event. */
export interface SummaryEnd {
  readonly type: "summary.end";
  /** `"failed"` also where a stage failed on the item. */
  readonly status: Settled<unknown>["status"];
  readonly summary: Summary | null;
  readonly seconds: number;
}

/** What a summary tells. */
export type SummaryEvent = RunEvent | SummaryEnd;

/**
 * Walks an item through a pipeline. Never throws: its last event, which it also
 * answers with, says how it went.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 */
export async function summarizePipeline(
  spoken: string,
  { item, ...options }: SummarizeOptions,
): Promise<SummaryEnd> {
  const { emit, signal, storeRoot } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle(async () => {
    const address = await locate(spoken);
    const pinning = await openPinning(address.file, "pin");
    const run: RunOptions = {
      ...options,
      kill: signal,
      pinning,
    };
    return await inCaches(storeRoot, emit, async () => {
      const ready = await makeReady(address, run);
      await savePins(pinning, "pin", emit);
      const task = {
        type: "summarize",
        ...item === undefined ? {} : { item },
      } as const;
      const asked = { task, answer: summarized };
      return await askTrainer(address, ready, asked, run);
    });
  }, { emit, signal, kill: signal });
  const summary = result?.result ?? null;
  const end: SummaryEnd = {
    type: "summary.end",
    status: summary?.failed ? "failed" : status,
    summary,
    seconds,
  };
  emit(end);
  return end;
}
