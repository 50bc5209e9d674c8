import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { metricThrew } from "../../base/errors/objective.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { constantOutputs, withConstant } from "../../flow/graph/baseline.ts";
import { augmentedName, metricNames } from "../../flow/graph/metric_names.ts";
import { stagesAlone } from "../../flow/pipeline/description.ts";
import { augmentationOf } from "../../flow/graph/test_time.ts";
import { type Executor, RUN_LOG } from "../../flow/scheduler/scheduler.ts";
import type { Predictions } from "../../flow/stage/objective.ts";
import { decodePredictions, encodePredictions } from "../model/predictions.ts";
import { writeModel } from "../model/write_model.ts";
import type { Answers } from "../train/evaluate.ts";
import { evaluateAugmented } from "../train/test_time.ts";
import { historyOf, stateOf } from "./checkpoints.ts";
import type { Trainer } from "./trainer.ts";
import type { TrainerContext } from "./trainer_context.ts";

const PREDICTIONS = "predictions.safetensors";
const VALUE = "value.json";

/** A metric, and what it would be by looking at nothing. */
export interface MetricResult {
  readonly value: number;
  readonly baseline: number;
}

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
  const writePredictions = async (folder: string, answers: Answers) => {
    const predictions = trainer.predictionsOf(answers);
    const baseline = constantOutputs(
      trainer.trainingTargets(),
      predictions.columns,
      graph.vocabulary.kind,
    );
    const bytes = encodePredictions(predictions, baseline);
    await writeFile(join(folder, PREDICTIONS), bytes);
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
      await writePredictions(folder, await trainer.evaluate(checkpoint));
    },
    augmented: async ({ inputs, folder }) => {
      const { checkpoint } = inputs;
      const augmentation = augmentationOf(job.stages);
      if (!checkpoint || !augmentation) {
        throw new TypeError("No checkpoint to evaluate, or no views to see");
      }
      const answers = await trainer.ask(
        checkpoint,
        (session, about) => evaluateAugmented(session, about, augmentation),
      );
      await writePredictions(folder, answers);
    },
    metric: async ({ node, inputs, folder }) => {
      const names = metricNames(job.stages.metrics);
      const own = node.name.replace(/^metrics\//, "");
      const stage = job.stages.metrics.find((_, at) => {
        const plain = names[at] ?? "";
        return [plain, augmentedName(plain)].includes(own);
      });
      if (!stage || !inputs["predictions"]) {
        throw new TypeError(`Nothing to compute ${node.name} from`);
      }
      const { predictions, baseline } = decodePredictions(
        await inputs["predictions"].readBytes(PREDICTIONS),
      );
      const compute = (some: Predictions) => {
        try {
          return stage.behaviour.compute(some);
        } catch (error) {
          throw error instanceof PipelineError
            ? error
            : metricThrew(own, error);
        }
      };
      const result: MetricResult = {
        value: compute(predictions),
        baseline: compute(withConstant(predictions, baseline)),
      };
      await writeFile(join(folder, VALUE), JSON.stringify(result));
    },
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
