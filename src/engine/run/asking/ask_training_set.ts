import { trainingAnswers } from "../../../flow/graph/training_set.ts";
import { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import { evaluate } from "../../train/evaluate.ts";
import { askAbout } from "./ask_about.ts";
import type { LearnJob, LearnOptions } from "../job/job.ts";
import { predictionsOf } from "../job/judging.ts";
import { writePredictions } from "../job/predictions_file.ts";
import type { TrainedJob } from "../recall/recall.ts";
import { targetsOf } from "../job/targets.ts";
import { Workbench } from "../job/workbench.ts";

/**
 * Asks a trained model about its training set, unless it was asked before. The
 * answers are kept, under the node of {@linkcode trainingAnswers}.
 *
 * @returns how many items it was asked about
 */
export async function askTrainingSet(
  job: LearnJob,
  trained: TrainedJob,
  options: LearnOptions,
): Promise<{ readonly count: number }> {
  const { front: { sets: { train } }, front, graph } = trained;
  await using workbench = new Workbench(job, options);
  const scheduler = new Scheduler({
    store: job.store,
    emit: options.emit,
    provenance: () => workbench.provenance(),
    executors: {
      trainPredictions: async ({ inputs: { checkpoint }, folder }) => {
        if (!checkpoint) throw new TypeError("No checkpoint to evaluate");
        const answers = await askAbout(
          trained,
          train,
          checkpoint,
          workbench,
          evaluate,
        );
        const { vocabulary } = graph;
        const targets = targetsOf(front, vocabulary, train);
        await writePredictions(
          folder,
          predictionsOf(answers, train.length, vocabulary),
          train.map((id) => targets.get(id) ?? []),
        );
      },
    },
  });
  await scheduler.resolve(trainingAnswers(graph));
  return { count: train.length };
}
