import type { Store } from "../../../base/store/store.ts";
import { dataGraph } from "../../../flow/graph/learning.ts";
import type { PipelineDescription } from "../../../flow/pipeline/description.ts";
import { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import { dataExecutors, type DataJob } from "./data_executors.ts";
import type { LearnOptions } from "./job.ts";

/** What is needed to turn items into arrays. */
export interface PackJob extends DataJob {
  readonly description: PipelineDescription;
  readonly store: Store;
}

/**
 * Turns the items of a pipeline into arrays, unless they are stored, and does
 * nothing that comes after: what trains may then be a process that decodes
 * nothing.
 *
 * @returns the names of the nodes that were computed
 * @throws {PipelineError} when its data is at fault
 * @throws {Interrupted} when the signal stopped it
 */
export async function packInput(
  { description, stages, front, store }: PackJob,
  options: LearnOptions,
): Promise<readonly string[]> {
  const scheduler = new Scheduler({
    store,
    emit: options.emit,
    executors: { ...dataExecutors({ stages, front }, options) },
  });
  await scheduler.resolve(dataGraph(description, front).input);
  return scheduler.account.executed;
}
