/**
 * A pipeline: one object literal, its keys in the order that data flows.
 *
 * `Item`, `Value`, `In` and `Weights` are inferred at exactly one key each
 * (source, label, input, architecture); every other key is `Given`, so that a
 * mismatch is reported at the key that is wrong.
 *
 * @module
 */
import type { Claim } from "../claims/claim.ts";
import type { Given } from "../kinds/given.ts";
import type { LabelValue, TargetOf } from "../kinds/targets.ts";
import type {
  Architecture,
  Input,
  Loss,
  Metric,
  Schedule,
  Source,
  Split,
  Transform,
} from "../stage/stage.ts";

/** Everything a training run needs, in the order that data flows. */
export interface PipelineSpec<Item, Value extends LabelValue, In, Weights> {
  /** Where the items come from. */
  readonly source: Source<Item>;
  /** What an item is; its return type decides the problem. */
  readonly label: (item: Given<Item>) => Value;
  /** Which items train, which validate, which are kept for the end. */
  readonly split: Split<Given<Item>>;
  /** How an item is read. */
  readonly input: Input<Given<Item>, In>;
  /** What happens to a batch, in order. */
  readonly transforms?: readonly Transform<Given<In>>[];
  /** The functional form of the model. */
  readonly architecture: Architecture<Given<In>, Weights>;
  /** What training lowers. */
  readonly loss: Loss<TargetOf<Given<Value>>>;
  /** What people read. */
  readonly metrics?: readonly Metric<TargetOf<Given<Value>>>[];
  /** How training proceeds. */
  readonly fit: Schedule<Given<Weights>>;
  /** What is claimed of the result: a run of which it is not so fails. */
  readonly expect?: readonly Claim[];
}

/** The spec of any pipeline at all. */
export type AnySpec = PipelineSpec<never, LabelValue, never, unknown>;
