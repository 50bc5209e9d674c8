import { canonical } from "../../base/codec/canonical.ts";
import { paramsNotPlain } from "../../base/errors/pipeline_spec.ts";
import type { Stage } from "../stage/stage.ts";
import { checkAgreement } from "./check_agreement.ts";
import type { PipelineDescription, StageDescription } from "./description.ts";
import type { PipelineStages } from "./stages.ts";

/** A copy as plain data: what JSON would change or lose is refused. */
function describeStage({ role, op, version, params }: Stage): StageDescription {
  try {
    return { op, version, params: JSON.parse(canonical(params)) };
  } catch (cause) {
    throw paramsNotPlain(role, op, cause);
  }
}

/** What a file says besides its stages. */
export type Besides = Pick<PipelineDescription, "expect" | "knobs">;

/**
 * Describes a pipeline as plain data: what its node keys are made of and what
 * crosses from the process that runs pipeline code to the ones that do not.
 *
 * @param besides claims and knobs; empty ones are left out
 * @throws {PipelineError} when a stage's params are not plain data, or stages
 * do not agree
 */
export function describe(
  stages: PipelineStages,
  { expect = [], knobs = {} }: Besides = {},
): PipelineDescription {
  checkAgreement(stages);
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
    ...expect.length === 0 ? {} : { expect },
    ...Object.keys(knobs).length === 0 ? {} : { knobs },
  };
}
