import type { z } from "zod";
import { findTrained, recall } from "../../engine/run/recall/recall.ts";
import { recallTested } from "../../engine/run/recall/recall_tested.ts";
import { judged, tested } from "../child/trainer_answer.ts";
import type { TrainerOutcome } from "../child/trainer_process.ts";
import { askTrainer } from "./ask_trainer.ts";
import { learnJobOf } from "./learn_job.ts";
import type { PipelineAddress } from "../address/locate.ts";
import type { Ready, RunOptions } from "./ready.ts";

/** What a set says of a trained model; null where none is trained. */
export type Judged = z.output<typeof judged>;

/** What the test set says of a trained model; null where none is trained. */
export type Tested = z.output<typeof tested>;

const nothing = () => {};

/** Lets a trainer judge what is not stored. */
async function ask<Answer>(
  set: "valid" | "test",
  answer: z.ZodType<Answer>,
  address: PipelineAddress,
  ready: Ready,
  options: RunOptions,
): Promise<TrainerOutcome<Answer>> {
  const task = { type: "evaluate", set } as const;
  const outcome = await askTrainer(address, ready, { task, answer }, options);
  return outcome.type === "done"
    ? { type: "done", result: outcome.result.result }
    : outcome;
}

/** Judges a trained model by its validation set; trains nothing. */
export async function judgeByValidation(
  address: PipelineAddress,
  ready: Ready,
  options: RunOptions,
): Promise<TrainerOutcome<Judged>> {
  const job = learnJobOf(ready, options);
  if (job) {
    const trained = await findTrained(job, nothing);
    if (trained === undefined) return { type: "done", result: null };
    const found = await recall(job, options.emit);
    const { front, checkpoint: { key: checkpoint } } = trained;
    const { length: count } = front.sets.valid;
    if (found) return { type: "done", result: { ...found, checkpoint, count } };
  }
  return await ask("valid", judged, address, ready, options);
}

/**
 * Judges a trained model by its test set; trains nothing. Only whoever keeps
 * count of it may call this.
 */
export async function judgeByTest(
  address: PipelineAddress,
  ready: Ready,
  options: RunOptions,
): Promise<TrainerOutcome<Tested>> {
  const job = learnJobOf(ready, options);
  const trained = job && await findTrained(job, nothing);
  const found = trained && await recallTested(trained);
  if (found) return { type: "done", result: { ...found } };
  return await ask("test", tested, address, ready, options);
}
