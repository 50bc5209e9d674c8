import { confinedCommand, type Confines } from "./confined.ts";

/** How a process of ours is started, and what is removed after it. */
export interface WorkerPlace extends AsyncDisposable {
  readonly command: Pick<
    Deno.CommandOptions,
    "args" | "clearEnv" | "env" | "cwd"
  >;
}

/** A place for a process that runs code of the web: see `confinedCommand`. */
export async function confinedPlace(
  file: string,
  confines: Omit<Confines, "folder">,
): Promise<WorkerPlace> {
  const folder = await Deno.makeTempDir({ prefix: "leat-" });
  return {
    command: await confinedCommand(file, { folder, ...confines }),
    async [Symbol.asyncDispose]() {
      await Deno.remove(folder, { recursive: true });
    },
  };
}
