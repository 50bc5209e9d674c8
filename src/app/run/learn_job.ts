import type { LearnJob } from "../../engine/run/job/job.ts";
import { isBuiltIn, stagesOf } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";
import { readReference } from "../data/references.ts";
import type { Ready } from "./ready.ts";

/**
 * A prepared pipeline as a job for this process, which holds no GPU and runs no
 * code of pipelines: to look up what is stored. Nothing where stages are the
 * pipeline's own: those are code, which runs in the trainer.
 */
export function learnJobOf(
  { description, front, weights, store }: Ready,
  { strict }: Pick<LearnJob, "strict">,
): LearnJob | undefined {
  if (!isBuiltIn(description, registry)) return undefined;
  const { references, sha256 } = weights;
  return {
    description,
    stages: stagesOf(description, registry),
    front,
    store,
    strict,
    read: (reference) => readReference(references, reference),
    ...sha256 === undefined ? {} : { weights: sha256 },
  };
}
