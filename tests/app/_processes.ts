/**
 * The processes of a run, seen from outside.
 *
 * @module
 */

/** Linux tells which process started which. */
export const tellsParents = Deno.build.os === "linux";

/** The trainer that a supervisor started, once it has. */
export function trainerOf(supervisor: number): number | undefined {
  return childOf(supervisor, "trainer_child.ts");
}

/** The process with a module that another one started, once it has. */
export function childOf(
  supervisor: number,
  module: string,
): number | undefined {
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = Deno.readTextFileSync(`/proc/${name}/status`);
      if (!status.includes(`\nPPid:\t${supervisor}\n`)) continue;
      const command = Deno.readTextFileSync(`/proc/${name}/cmdline`);
      if (command.includes(module)) return Number(name);
    } catch {
      // It ended meanwhile.
    }
  }
  return undefined;
}

/** Whether a process has ended; one that nobody waited for has, too. */
export async function isGone(pid: number): Promise<boolean> {
  try {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
    return /\) [ZX] /.test(stat);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}
