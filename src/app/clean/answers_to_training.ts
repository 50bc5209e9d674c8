import { readPredictions } from "../../engine/run/job/predictions_file.ts";
import { findTrained } from "../../engine/run/recall/recall.ts";
import { trainingAnswers } from "../../flow/graph/training_set.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { askedAbout } from "../child/trainer_answer.ts";
import type { TrainerOutcome } from "../child/trainer_process.ts";
import { askTrainer } from "../run/ask_trainer.ts";
import { learnJobOf } from "../run/learn_job.ts";
import type { Ready, RunOptions } from "../run/ready.ts";
import type { AskedAbout } from "./cards.ts";

/**
 * What a trained model says of its training set: kept, or computed now. None of
 * a pipeline with stages of its own, whose nodes are not known here.
 */
export async function answersToTraining(
  address: PipelineAddress,
  ready: Ready,
  options: RunOptions,
): Promise<TrainerOutcome<readonly AskedAbout[]>> {
  const { emit } = options;
  const job = learnJobOf(ready, options);
  const trained = job && await findTrained(job, () => {});
  if (trained === undefined) {
    emit({
      type: "warning",
      text:
        "The training set is not asked about: stages are the pipeline's own",
    });
    return { type: "done", result: [] };
  }
  const { scheduler, graph, front: { sets } } = trained;
  const node = trainingAnswers(graph);
  if (await scheduler.peek(node) === undefined) {
    emit({
      type: "notice",
      text:
        `Asking the model about ${sets.train.length} items of its training set`,
    });
    const task = { type: "evaluate", set: "train" } as const;
    const asked = { task, answer: askedAbout };
    const outcome = await askTrainer(address, ready, asked, options);
    if (outcome.type !== "done") return outcome;
  }
  const entry = await scheduler.peek(node);
  if (entry === undefined) throw new TypeError("Asked, and no answers");
  const { predictions } = await readPredictions(entry);
  return { type: "done", result: [{ ids: sets.train, predictions }] };
}
