import type { Stage } from "../stage/stage.ts";
import type { PipelineDescription, StageDescription } from "./description.ts";
import type { PipelineStages } from "./stages.ts";

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
export function describe(stages: PipelineStages): PipelineDescription {
  return {
    format: 1,
    source: describeStage(stages.source),
    split: describeStage(stages.split),
    input: describeStage(stages.input),
    transforms: stages.transforms.map(describeStage),
    architecture: describeStage(stages.architecture),
    loss: describeStage(stages.loss),
    metrics: stages.metrics.map(describeStage),
    fit: describeStage(stages.fit),
  };
}
