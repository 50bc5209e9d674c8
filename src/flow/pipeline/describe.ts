import type { Stage } from "../stage/stage.ts";
import type { PipelineDescription, StageDescription } from "./description.ts";
import type { AnyPipeline } from "./pipeline.ts";

function describeStage({ op, version, params }: Stage): StageDescription {
  // Zod types records as writable; the description is a copy, so it may be.
  return {
    op,
    version,
    params: structuredClone(params) as StageDescription["params"],
  };
}

/**
 * Describes a pipeline as plain data: what its node keys are made of and what
 * crosses from the process that runs pipeline code to the ones that do not.
 */
export function describe({ spec }: AnyPipeline): PipelineDescription {
  return {
    format: 1,
    source: describeStage(spec.source),
    split: describeStage(spec.split),
    input: describeStage(spec.input),
    transforms: (spec.transforms ?? []).map(describeStage),
    architecture: describeStage(spec.architecture),
    loss: describeStage(spec.loss),
    metrics: (spec.metrics ?? []).map(describeStage),
    fit: describeStage(spec.fit),
  };
}
