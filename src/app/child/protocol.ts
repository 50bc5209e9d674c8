/**
 * What the process that runs pipeline code is asked, and what it answers: one
 * JSON value a line. Lines of the answer begin with a marker that the asker
 * chose, so that what a pipeline prints is never taken for an answer.
 *
 * @module
 */
import { z } from "zod";
import { pipelineDescription } from "../../flow/pipeline/description.ts";
import type { Setting } from "../../flow/pipeline/override.ts";
import type { Dividing } from "./divide.ts";

/** A request to a pipeline process. */
export type PipelineRequest =
  | {
    readonly type: "describe";
    readonly export: string;
    readonly settings: readonly Setting[];
  }
  /** List the items of a source that the pipeline defines itself. */
  | { readonly type: "list" }
  | {
    readonly type: "divide";
    readonly items: readonly Dividing[];
  };

const label = z.union([
  z.string(),
  z.boolean(),
  z.number(),
  z.array(z.string()),
]);

/** The schema of an answer. */
export const pipelineAnswer = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("described"),
    description: pipelineDescription,
  }),
  z.strictObject({ type: z.literal("exports"), names: z.array(z.string()) }),
  z.strictObject({
    type: z.literal("listed"),
    items: z.array(z.strictObject({ id: z.string(), item: z.json() })),
    notices: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal("divided"),
    labels: z.array(label),
    sets: z.strictObject({
      train: z.array(z.string()),
      valid: z.array(z.string()),
      test: z.array(z.string()),
    }),
    warnings: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal("error"),
    message: z.string(),
    stage: z.string().exactOptional(),
    item: z.string().exactOptional(),
    remedy: z.string().exactOptional(),
  }),
]);

/** An answer of a pipeline process. */
export type PipelineAnswer = z.output<typeof pipelineAnswer>;
