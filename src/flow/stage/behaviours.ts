import type { ArchitectureBehaviour } from "./architecture.ts";
import type { InputBehaviour } from "./input.ts";
import type { LossBehaviour, MetricBehaviour } from "./objective.ts";
import type { Role } from "./role.ts";
import type { ScheduleBehaviour } from "./schedule.ts";
import type { SourceBehaviour } from "./source.ts";
import type { SplitBehaviour } from "./split.ts";
import type { TransformBehaviour } from "./transform.ts";

/** What a stage of each role can do, once its params are known. */
export interface Behaviours {
  readonly source: SourceBehaviour;
  readonly split: SplitBehaviour;
  readonly input: InputBehaviour;
  readonly transforms: TransformBehaviour;
  readonly architecture: ArchitectureBehaviour;
  readonly loss: LossBehaviour;
  readonly metrics: MetricBehaviour;
  readonly fit: ScheduleBehaviour;
}

/** Every role has a behaviour; a missing line above is an error here. */
export type BehaviourOf<R extends Role> = Behaviours[R];
