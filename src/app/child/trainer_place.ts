import type { Admission } from "../remote/admission.ts";
import { confinedCommand } from "./confined.ts";
import type { TrainerJob } from "./trainer_job.ts";
import { workerArguments } from "./worker.ts";

/** How a trainer is started, and what is removed after it. */
export interface TrainerPlace extends AsyncDisposable {
  readonly command: Pick<
    Deno.CommandOptions,
    "args" | "clearEnv" | "env" | "cwd"
  >;
}

/**
 * Where a trainer runs. Code of the web gets a place of its own, in which it
 * may do little.
 */
export async function trainerPlace(
  { own, storeRoot, front }: Pick<TrainerJob, "own" | "storeRoot" | "front">,
  { trees, local }: Admission,
): Promise<TrainerPlace> {
  if (own === undefined || trees.length === 0) {
    return {
      command: { args: workerArguments("trainer_child.ts", [storeRoot]) },
      async [Symbol.asyncDispose]() {},
    };
  }
  const folder = await Deno.makeTempDir({ prefix: "leat-" });
  const files = front.items.flatMap(({ file }) => file?.absolute ?? []);
  return {
    command: await confinedCommand("trainer_child.ts", {
      folder,
      trees,
      reads: [storeRoot, ...local, ...files],
      writes: [storeRoot],
    }),
    async [Symbol.asyncDispose]() {
      await Deno.remove(folder, { recursive: true });
    },
  };
}
