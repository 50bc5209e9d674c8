import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { metricThrew } from "../../../base/errors/objective.ts";
import { PipelineError } from "../../../base/errors/pipeline_error.ts";
import { withConstant } from "../../../flow/graph/baseline.ts";
import {
  augmentedName,
  metricNames,
} from "../../../flow/graph/metric_names.ts";
import type { Executor } from "../../../flow/scheduler/scheduler.ts";
import type { Predictions } from "../../../flow/stage/objective.ts";
import type { Stage } from "../../../flow/stage/stage.ts";
import { readPredictions } from "./predictions_file.ts";

/** The file of a metric's result. */
export const VALUE = "value.json";

/** A metric, and what it would be by looking at nothing. */
export interface MetricResult {
  readonly value: number;
  readonly baseline: number;
}

/** The executor of nodes that compute a metric of predictions. */
export function metricExecutor(
  metrics: readonly Stage<"metrics">[],
): Executor {
  const names = metricNames(metrics);
  return async ({ node, inputs, folder }) => {
    const own = node.name.replace(/^metrics\/(test\/)?/, "");
    const stage = metrics.find((_, at) => {
      const plain = names[at] ?? "";
      return [plain, augmentedName(plain)].includes(own);
    });
    if (!stage || !inputs["predictions"]) {
      throw new TypeError(`Nothing to compute ${node.name} from`);
    }
    const { predictions, baseline } = await readPredictions(
      inputs["predictions"],
    );
    const compute = (some: Predictions) => {
      try {
        return stage.behaviour.compute(some);
      } catch (error) {
        throw error instanceof PipelineError ? error : metricThrew(own, error);
      }
    };
    const result: MetricResult = {
      value: compute(predictions),
      baseline: compute(withConstant(predictions, baseline)),
    };
    await writeFile(join(folder, VALUE), JSON.stringify(result));
  };
}
