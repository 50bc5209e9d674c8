import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stagesAlone } from "../../flow/pipeline/description.ts";
import { augmentationOf } from "../../flow/graph/test_time.ts";
import { type Executor, RUN_LOG } from "../../flow/scheduler/scheduler.ts";
import { writeModel } from "../model/write_model.ts";
import type { Answers } from "../train/evaluate.ts";
import { evaluateAugmented } from "../train/test_time.ts";
import { historyOf, stateOf } from "./job/checkpoints.ts";
import { metricExecutor } from "./job/metric_executor.ts";
import { writePredictions } from "./job/predictions_file.ts";
import type { Trainer } from "./trainer/trainer.ts";
import type { TrainerContext } from "./trainer/trainer_context.ts";

/** What trains, and what judges. */
type Kind =
  | "epoch"
  | "table"
  | "predictions"
  | "augmented"
  | "metric"
  | "model";

/** Executors of the nodes that train and judge. */
export function learnExecutors(
  context: Pick<
    TrainerContext,
    "job" | "graph" | "workbench" | "input" | "index"
  >,
  trainer: Trainer,
): Readonly<Record<Kind, Executor>> {
  const { job, graph, workbench, input, index } = context;
  /** Answers to the validation set, and what would be guessed without any. */
  const write = async (folder: string, answers: Answers) => {
    await writePredictions(
      folder,
      trainer.validation.predictionsOf(answers),
      trainer.validation.trainingTargets(),
    );
  };
  return {
    epoch: (execution) => trainer.epoch(execution),
    table: async ({ node, after, folder }) => {
      if (!after) throw new TypeError(`Nothing to take ${node.name} from`);
      const rows = await historyOf(after);
      await writeFile(join(folder, RUN_LOG), JSON.stringify(rows));
    },
    predictions: async ({ inputs, folder }) => {
      const { checkpoint } = inputs;
      if (!checkpoint) throw new TypeError("No checkpoint to evaluate");
      await write(folder, await trainer.validation.evaluate(checkpoint));
    },
    augmented: async ({ inputs, folder }) => {
      const { checkpoint } = inputs;
      const augmentation = augmentationOf(job.stages);
      if (!checkpoint || !augmentation) {
        throw new TypeError("No checkpoint to evaluate, or no views to see");
      }
      const answers = await trainer.validation.ask(
        checkpoint,
        (session, about) => evaluateAugmented(session, about, augmentation),
      );
      await write(folder, answers);
    },
    metric: metricExecutor(job.stages.metrics),
    model: async ({ key, inputs, folder }) => {
      const { checkpoint, statistics } = inputs;
      if (!checkpoint || !statistics) throw new TypeError("Nothing to save");
      const items = workbench.items(input, index);
      const { network, normalization } = await workbench.blueprint(
        items,
        graph.vocabulary,
      );
      const { variables } = await stateOf(checkpoint);
      await writeModel(folder, {
        description: stagesAlone(job.description),
        vocabulary: graph.vocabulary,
        fields: items.fields,
        specs: network.variables,
        values: variables,
        normalization,
        statistics: await statistics.readBytes("statistics.json"),
        assets: workbench.assets,
        keys: {
          model: key,
          checkpoint: checkpoint.key,
          statistics: statistics.key,
          input: input.key,
        },
      });
    },
  };
}
