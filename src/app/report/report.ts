/**
 * Tells how a trained pipeline does, in one page. Trains nothing, computes
 * nothing on a GPU, and runs no code of the pipeline but that which lists,
 * labels and splits.
 *
 * @module
 */
import { notTrained } from "../../base/errors/runs.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import type { TrainerOutcome } from "../child/trainer_process.ts";
import { type LockUse, openPinning, savePins } from "../lock/lock_use.ts";
import { locate, type PipelineAddress } from "../address/locate.ts";
import { makeReady, type RunOptions } from "../run/ready.ts";
import { settle, type Settled } from "../run/settle.ts";
import { recallTrained } from "../run/trained.ts";
import { contentsOf } from "./contents.ts";
import { figuresTold } from "./figures_told.ts";
import { checkWanted, type Wanted, writeFigures, writePage } from "./files.ts";
import { drawingsOf, reportPage } from "./page.ts";

/** How a pipeline is reported on. */
export interface ReportOptions extends Omit<RunOptions, "kill" | "emit"> {
  readonly emit: (event: ReportEvent) => void;
  /** What is done with the lock; `"pin"` unless told. */
  readonly lock?: LockUse;
  /** What to type to train the pipeline. */
  readonly training: string;
  readonly wanted: Wanted;
}

/** What a report gave. */
interface Reported {
  /** The page. */
  readonly file: string;
  /** Figures that have files of their own. */
  readonly figures: readonly string[];
  readonly report: ReturnType<typeof figuresTold>;
}

/** How a report ended: its last event. */
export interface ReportEnd {
  readonly type: "report.end";
  readonly status: Settled<unknown>["status"];
  readonly file: string | null;
  readonly figures: readonly string[];
  readonly report: Reported["report"] | null;
  readonly seconds: number;
}

/** What a report tells. */
export type ReportEvent = RunEvent | ReportEnd;

async function reportOnce(
  address: PipelineAddress,
  { training, wanted, lock = "pin", ...options }: ReportOptions,
): Promise<TrainerOutcome<Reported>> {
  const { spoken, file } = address;
  const { emit, signal, settings } = options;
  const pinning = await openPinning(file, lock);
  const run = { ...options, ...pinning ? { pinning } : {}, kill: signal };
  const ready = await makeReady(address, run);
  await savePins(pinning, lock, emit);
  const trained = await recallTrained(address, ready, run);
  if (trained === undefined) throw notTrained("report on", spoken, training);
  const contents = await contentsOf({
    pipeline: spoken,
    description: ready.description,
    settings,
    command: [training, ...trained.run?.flags ?? []].join(" "),
  }, trained);
  return {
    type: "done",
    result: {
      file: await writePage(address, wanted, reportPage(contents)),
      figures: await writeFigures(wanted, drawingsOf(contents)),
      report: figuresTold(contents),
    },
  };
}

/**
 * Reports on the trained model of a pipeline. Never throws: its last event,
 * which it also answers with, says how it went.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 */
export async function reportOn(
  spoken: string,
  options: ReportOptions,
): Promise<ReportEnd> {
  const { emit, signal, wanted } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle(
    async () => {
      await checkWanted(wanted);
      return await reportOnce(await locate(spoken), options);
    },
    { emit, signal, kill: signal },
  );
  const end: ReportEnd = {
    type: "report.end",
    status,
    ...result ?? { file: null, figures: [], report: null },
    seconds,
  };
  emit(end);
  return end;
}
