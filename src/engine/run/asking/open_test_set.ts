import { noneReadable } from "../../../base/errors/unreadable.ts";
import { judging } from "../../../flow/graph/learning.ts";
import { testGraph } from "../../../flow/graph/test_set.ts";
import { augmentationOf } from "../../../flow/graph/test_time.ts";
import { type Executor, Scheduler } from "../../../flow/scheduler/scheduler.ts";
import { type Answers, type Ask, evaluate } from "../../train/evaluate.ts";
import { evaluateAugmented } from "../../train/test_time.ts";
import { askAbout } from "./ask_about.ts";
import type { LearnJob, LearnOptions } from "../job/job.ts";
import { readMetrics } from "../job/job_graph.ts";
import { predictionsOf } from "../job/judging.ts";
import { metricExecutor } from "../job/metric_executor.ts";
import { writePredictions } from "../job/predictions_file.ts";
import type { TrainedJob } from "../recall/recall.ts";
import type { Tested } from "../recall/recall_tested.ts";
import { targetsOf } from "../job/targets.ts";
import { Workbench } from "../job/workbench.ts";

/** Executors of the nodes that only a test set is asked by. */
function testExecutors(
  { stages }: LearnJob,
  trained: TrainedJob,
  workbench: Workbench,
): Readonly<Record<string, Executor>> {
  const { front, graph: { vocabulary } } = trained;
  const { train, test } = front.sets;
  const askedBy = (ask: Ask<Answers>): Executor => async (execution) => {
    const { inputs: { checkpoint }, folder } = execution;
    if (!checkpoint) throw new TypeError("No checkpoint to evaluate");
    const answers = await askAbout(trained, test, checkpoint, workbench, ask);
    const training = targetsOf(front, vocabulary, train);
    await writePredictions(
      folder,
      predictionsOf(answers, test.length, vocabulary),
      train.map((id) => training.get(id) ?? []),
    );
  };
  return {
    testPredictions: askedBy(evaluate),
    testAugmented: askedBy((session, about) => {
      const augmentation = augmentationOf(stages);
      if (!augmentation) throw new TypeError("No views to see");
      return evaluateAugmented(session, about, augmentation);
    }),
    metric: metricExecutor(stages.metrics),
  };
}

/**
 * Asks a trained model about its test set. Whoever calls this keeps count of
 * it: nothing else computes anything from those items.
 *
 * @throws {PipelineError} when none of its items could be read, or one has a
 * label that the training set has not
 */
export async function openTestSet(
  job: LearnJob,
  trained: TrainedJob,
  options: LearnOptions,
): Promise<Tested> {
  const { front, graph, index } = trained;
  if (front.sets.test.length === 0) {
    const [first, ...others] = job.front.sets.test;
    const why = index.unreadable.find(({ item }) => item === first)?.why;
    throw noneReadable("test", 1 + others.length, why ?? "");
  }
  await using workbench = new Workbench(job, options);
  const scheduler = new Scheduler({
    store: job.store,
    emit: options.emit,
    provenance: () => workbench.provenance(),
    executors: testExecutors(job, trained, workbench),
  });
  const tests = testGraph(front, graph);
  await scheduler.resolveAll([...tests.metrics.values()]);
  const found = await readMetrics(tests, (node) => scheduler.peek(node));
  const traces = await Promise.all(
    judging(tests).map((node) => scheduler.trace(node)),
  );
  const { executed } = scheduler.account;
  return {
    metrics: found?.metrics ?? {},
    baseline: found?.baseline ?? {},
    count: front.sets.test.length,
    executed,
    reused: traces.map(({ name }) => name)
      .filter((name) => !executed.includes(name)),
    keys: traces.flatMap(({ key }) => key ?? []),
  };
}
