import type { z } from "zod";
import { ensureDriver } from "../child/driver_process.ts";
import type { TrainerJob } from "../child/trainer_job.ts";
import { runTrainer, type TrainerOutcome } from "../child/trainer_process.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { packFirst } from "./pack_first.ts";
import { type Ready, type RunOptions, trainerJobOf } from "./ready.ts";

/** What a trainer is to do, and what it answers with. */
export interface Asked<Result> {
  readonly task: TrainerJob["task"];
  readonly answer: z.ZodType<Result>;
}

/** What a trainer gave. */
export interface Answered<Result> {
  readonly result: Result;
  /** The nodes that were computed before it was asked, by name. */
  readonly before: readonly string[];
  /** Where it keeps its results. */
  readonly storeRoot: string;
}

/**
 * Lets a trainer do something with a prepared pipeline: sees to a driver, and
 * to items that are to be decoded before.
 */
export async function askTrainer<Result>(
  address: PipelineAddress,
  ready: Ready,
  { task, answer }: Asked<Result>,
  options: RunOptions,
): Promise<TrainerOutcome<Answered<Result>>> {
  const { emit } = options;
  const { admission } = ready;
  const driver = await ensureDriver((text) => emit({ type: "notice", text }));
  const job = trainerJobOf(address, ready, options);
  const running = { ...options, admission, driver };
  const packed = await packFirst(job, running);
  if (packed.type !== "done") return packed;
  const outcome = await runTrainer({ ...job, task }, answer, running);
  if (outcome.type !== "done") return outcome;
  const { result } = outcome;
  const { storeRoot } = job;
  return { type: "done", result: { result, before: packed.result, storeRoot } };
}
