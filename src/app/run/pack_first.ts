import { z } from "zod";
import { registryName } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";
import type { TrainerJob } from "../child/trainer_job.ts";
import {
  runTrainer,
  type TrainerOptions,
  type TrainerOutcome,
} from "../child/trainer_process.ts";

const packed = z.array(z.string());

/**
 * Turns items into arrays before code from the web trains with them: the
 * process that runs such code may load no native library, and so decode no
 * image. Where the code itself reads the items, nothing is done before.
 *
 * @returns the names of the nodes that were computed
 */
export async function packFirst(
  { own, ...job }: Omit<TrainerJob, "task">,
  options: TrainerOptions,
): Promise<TrainerOutcome<readonly string[]>> {
  const { op, version } = job.description.input;
  const known = registry.get(registryName("input", op))?.version === version;
  if (own === undefined || options.admission.trees.length === 0 || !known) {
    return { type: "done", result: [] };
  }
  return await runTrainer({ ...job, task: { type: "pack" } }, packed, options);
}
