import type { Entry } from "../../../base/store/store.ts";
import type { Front } from "../../../flow/graph/front.ts";
import type { LearnGraph } from "../../../flow/graph/learning.ts";
import type { PackIndex } from "../../data/pack.ts";
import type { LearnJob, LearnOptions } from "../job/job.ts";
import type { Workbench } from "../job/workbench.ts";

/** What the steps of one run share. */
export interface TrainerContext {
  readonly job: LearnJob;
  readonly options: LearnOptions;
  readonly workbench: Workbench;
  /** The front without items that cannot be read. */
  readonly front: Front;
  readonly graph: LearnGraph;
  /** The result of the input node, and what it says it holds. */
  readonly input: Entry;
  readonly index: PackIndex;
}
