import type { Admission } from "../remote/admission.ts";
import type { TrainerJob } from "./trainer_job.ts";
import { workerArguments } from "./worker.ts";
import { confinedPlace, type WorkerPlace } from "./worker_place.ts";

/**
 * Where a trainer runs. One with code of the web gets a place in which it may
 * do little.
 */
export async function trainerPlace(
  { own, storeRoot, front, references }: Pick<
    TrainerJob,
    "own" | "storeRoot" | "front" | "references"
  >,
  { trees }: Admission,
  driver: string | undefined,
): Promise<WorkerPlace> {
  if (own === undefined || trees.length === 0) {
    return {
      command: { args: workerArguments("trainer_child.ts", [storeRoot]) },
      async [Symbol.asyncDispose]() {},
    };
  }
  await Deno.mkdir(storeRoot, { recursive: true });
  const files = front.items.flatMap(({ file }) => file?.absolute ?? []);
  const fetched = Object.values(references.fetched);
  return await confinedPlace("trainer_child.ts", {
    pipeline: own.file,
    trees,
    reads: [storeRoot, ...new Set(files), ...fetched],
    writes: [storeRoot],
    driver,
  });
}
