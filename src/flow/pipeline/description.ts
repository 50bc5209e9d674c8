import { z } from "zod";
import { claimDescription } from "../claims/claim.ts";
import { KNOB_NAME } from "../knobs/knobs.ts";
import type { Json } from "../kinds/json.ts";

/** Deeper than any params, and far from the end of the stack. */
const MAX_DEPTH = 32;

function fitsIn(depth: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 &&
    Object.values(value).every((each) => fitsIn(depth - 1, each));
}

/** Any plain value, with numbers that JSON can carry. */
const json: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(json),
    z.record(z.string(), json),
  ])
);

/** The schema below would follow a value as deep as it goes. */
const shallow = z.custom<Record<string, unknown>>(
  (value) => fitsIn(MAX_DEPTH, value),
  { error: `is nested more than ${MAX_DEPTH} deep` },
);

const stageDescription = z.strictObject({
  op: z.string().min(1).max(100),
  version: z.int().nonnegative(),
  params: shallow.pipe(z.record(z.string(), json)),
});

/** The schema of a described pipeline: data that another process made. */
export const pipelineDescription = z.strictObject({
  /** Layout of this description. */
  format: z.literal(1),
  source: stageDescription,
  split: stageDescription,
  input: stageDescription,
  transforms: z.array(stageDescription).max(100),
  architecture: stageDescription,
  loss: stageDescription,
  metrics: z.array(stageDescription).max(100),
  fit: stageDescription,
  /** What is claimed of the result; left out where nothing is. */
  expect: z.array(claimDescription).max(100).exactOptional(),
  /** What each knob of the file is; left out where there is none. */
  knobs: shallow.pipe(z.record(z.string().regex(KNOB_NAME), json))
    .exactOptional(),
});

/** One stage as data. */
export type StageDescription = z.output<typeof stageDescription>;

/** A pipeline as data; its functions stay where they are. */
export type PipelineDescription = z.output<typeof pipelineDescription>;

/**
 * A description without what decides no result: claims, and knobs, whose values
 * stand in the params that they were made for.
 */
export function stagesAlone(
  { expect: _claims, knobs: _values, ...stages }: PipelineDescription,
): PipelineDescription {
  return stages;
}
