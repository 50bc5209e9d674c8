import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { constantOutputs, withConstant } from "../../flow/graph/baseline.ts";
import { metricNames } from "../../flow/graph/metric_names.ts";
import { type Executor, RUN_LOG } from "../../flow/scheduler/scheduler.ts";
import { decodePredictions, encodePredictions } from "../model/predictions.ts";
import { writeModel } from "../model/write_model.ts";
import { historyOf, stateOf } from "./checkpoints.ts";
import type { Trainer, TrainerContext } from "./trainer.ts";

const PREDICTIONS = "predictions.safetensors";
const VALUE = "value.json";

/** A metric, and what it would be by looking at nothing. */
export interface MetricResult {
  readonly value: number;
  readonly baseline: number;
}

/** What trains, and what judges. */
type Kind = "epoch" | "table" | "predictions" | "metric" | "model";

/** Executors of the nodes that train and judge. */
export function learnExecutors(
  context: Pick<
    TrainerContext,
    "job" | "graph" | "workbench" | "input" | "index"
  >,
  trainer: Trainer,
): Readonly<Record<Kind, Executor>> {
  const { job, graph, workbench, input, index } = context;
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
      const evaluation = await trainer.evaluate(checkpoint);
      const predictions = trainer.predictionsOf(evaluation);
      const { kind } = graph.vocabulary;
      const baseline = constantOutputs(
        trainer.trainingTargets(),
        predictions.columns,
        kind,
      );
      const bytes = encodePredictions(predictions, baseline);
      await writeFile(join(folder, PREDICTIONS), bytes);
    },
    metric: async ({ node, inputs, folder }) => {
      const names = metricNames(job.stages.metrics);
      const stage = job.stages.metrics.find((_, at) =>
        `metrics/${names[at]}` === node.name
      );
      if (!stage || !inputs["predictions"]) {
        throw new TypeError(`Nothing to compute ${node.name} from`);
      }
      const { predictions, baseline } = decodePredictions(
        await inputs["predictions"].readBytes(PREDICTIONS),
      );
      const { behaviour } = stage;
      const result: MetricResult = {
        value: behaviour.compute(predictions),
        baseline: behaviour.compute(withConstant(predictions, baseline)),
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
        description: job.description,
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
