/**
 * A stage of a pipeline: a description (`role`, `op`, `version`, `params`:
 * enough to hash, to print and to send to another process) with the behaviour
 * that the description stands for.
 *
 * The phantom field carries the stage's kinds for the checker only. It is
 * required, not optional: an optional one adds a sentence about `undefined` to
 * every message. The variance is written out for the same reason, and `role` is
 * repeated above the phantom so that a stage under another's key is told by its
 * role: the checker compares in the order of declaration, inherited fields last.
 *
 * @module
 */
import type { z } from "zod";
import type { Json } from "../kinds/json.ts";
import type { Behaviours } from "./behaviours.ts";
import type { Role } from "./role.ts";

/** The settings of a stage, as plain data. */
export type Params = { readonly [name: string]: Json };

/** What every stage is. */
export interface Stage<R extends Role = Role> {
  /** The key of the pipeline that this stage stands under. */
  readonly role: R;
  /** The name of the stage within its role, as it is written in a pipeline. */
  readonly op: string;
  /** Raised whenever the same params may give other results. */
  readonly version: number;
  /** All settings that change the result, defaults filled in. */
  readonly params: Params;
  /** The settings as they were given, without defaults. */
  readonly given: Params;
  /** What the stage does. */
  readonly behaviour: Behaviours[R];
  /** Makes the same stage with other params. */
  readonly factory: StageFactory<R>;
}

declare const phantom: unique symbol;

/** Lists items. */
export interface Source<out Item> extends Stage<"source"> {
  readonly role: "source";
  readonly [phantom]: { item: Item };
}

/** Divides items into training, validation and test sets. */
export interface Split<in Item> extends Stage<"split"> {
  readonly role: "split";
  readonly [phantom]: (item: Item) => void;
}

/** Turns an item into what an architecture reads. */
export interface Input<in Item, out In> extends Stage<"input"> {
  readonly role: "input";
  readonly [phantom]: (item: Item) => In;
}

/** Changes an input without changing its kind. */
export interface Transform<in In> extends Stage<"transforms"> {
  readonly role: "transforms";
  readonly [phantom]: (input: In) => void;
}

/** The functional form of a model. */
export interface Architecture<in In, out Weights>
  extends Stage<"architecture"> {
  readonly role: "architecture";
  readonly [phantom]: (input: In) => Weights;
}

/** What training lowers. */
export interface Loss<in Target> extends Stage<"loss"> {
  readonly role: "loss";
  readonly [phantom]: (target: Target) => void;
}

/** What people read. */
export interface Metric<in Target> extends Stage<"metrics"> {
  readonly role: "metrics";
  readonly [phantom]: (target: Target) => void;
}

/** How training proceeds. */
export interface Schedule<in Weights> extends Stage<"fit"> {
  readonly role: "fit";
  readonly [phantom]: (weights: Weights) => void;
}

/** The stage of each role that fits every pipeline. */
export interface WidestStage {
  readonly source: Source<never>;
  readonly split: Split<unknown>;
  readonly input: Input<unknown, never>;
  readonly transforms: Transform<unknown>;
  readonly architecture: Architecture<unknown, never>;
  readonly loss: Loss<unknown>;
  readonly metrics: Metric<unknown>;
  readonly fit: Schedule<unknown>;
}

/** Makes stages of one definition. */
export interface StageFactory<
  R extends Role = Role,
  Schema extends z.ZodType = z.ZodType,
> {
  /** @throws {PipelineError} when the params do not fit the schema */
  (params: z.input<Schema>): WidestStage[R];
  readonly role: R;
  readonly op: string;
  readonly version: number;
  /** The schema of the settings. */
  readonly schema: Schema;
}

/** Gives a description its kinds: the one cast of the language. */
export function stage<R extends Role>(plain: Stage<R>): WidestStage[R] {
  return Object.freeze(plain) as unknown as WidestStage[R];
}
