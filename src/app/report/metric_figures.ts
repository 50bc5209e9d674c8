import {
  bootstrap,
  holding,
  type Interval,
  wilson,
} from "../../engine/inspect/interval.ts";
import { augmentedName, metricNames } from "../../flow/graph/metric_names.ts";
import type {
  PipelineDescription,
  StageDescription,
} from "../../flow/pipeline/description.ts";
import { registryName } from "../../flow/pipeline/stages.ts";
import type {
  MetricBehaviour,
  Predictions,
} from "../../flow/stage/objective.ts";
import { registry } from "../../stages/registry.ts";
import type { Trained } from "../run/trained.ts";

/** A metric with what tells how good and how sure it is. */
export interface MetricFigure {
  readonly name: string;
  readonly value: number;
  /** What always guessing the same gives. */
  readonly baseline: number;
  /** Left out where the metric is code of the pipeline's own. */
  readonly better?: MetricBehaviour["better"];
  /** Of 95 in 100; left out where it cannot be told. */
  readonly interval?: Interval;
}

/** Shares of items, each of which is right or wrong by itself. */
const SHARES: ReadonlySet<string> = new Set(["accuracy", "errorRate"]);

/** What a metric does, unless that is code of the pipeline's own. */
function behaviourOf(
  { op, version, params }: StageDescription,
): MetricBehaviour | undefined {
  const known = registry.get(registryName("metrics", op));
  if (known?.version !== version) return undefined;
  const stage = known(params);
  return stage.role === "metrics" ? stage.behaviour : undefined;
}

function intervalOf(
  op: string,
  value: number,
  predictions: Predictions,
  { compute }: MetricBehaviour,
): Interval | undefined {
  const { count, target } = predictions;
  if (count === 0 || !Number.isFinite(value)) return undefined;
  // Tags of one item are not independent of each other: rows are drawn.
  if (target === "category" && SHARES.has(op)) return wilson(value, count);
  const drawn = bootstrap(predictions, compute);
  return drawn && holding(drawn, value);
}

/** The metrics of a trained pipeline, in its order. */
export function metricFigures(
  { metrics }: Pick<PipelineDescription, "metrics">,
  { predictions, augmented, ...trained }: Pick<
    Trained,
    "predictions" | "augmented" | "metrics" | "baseline"
  >,
): readonly MetricFigure[] {
  const names = metricNames(metrics);
  const figures = (answers: Predictions, nameOf: (plain: string) => string) =>
    metrics.map((metric, at) => {
      const name = nameOf(names[at] ?? metric.op);
      const value = trained.metrics[name] ?? NaN;
      const behaviour = behaviourOf(metric);
      const interval = behaviour &&
        intervalOf(metric.op, value, answers, behaviour);
      return {
        name,
        value,
        baseline: trained.baseline[name] ?? NaN,
        ...behaviour ? { better: behaviour.better } : {},
        ...interval ? { interval } : {},
      };
    });
  return [
    ...figures(predictions, (plain) => plain),
    ...augmented ? figures(augmented, augmentedName) : [],
  ];
}
