import { configFile } from "../paths.ts";
import { boundedCommand } from "../bounds/bounded_command.ts";
import { LOCAL_LIMITS } from "../bounds/limits.ts";

/** Packages are larger than pipelines, and networks slow. */
const SECONDS = 120;

/**
 * Has Deno fetch what the text of a pipeline file imports from npm. Nothing is
 * run, so that no code has a say in what is asked for. What does not come is
 * missed by whoever needs it.
 */
export async function fetchModules(
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const { command, args } = boundedCommand({
    command: Deno.execPath(),
    args: [
      "cache",
      "--quiet",
      `--config=${configFile()}`,
      "--no-remote",
      file,
    ],
  }, LOCAL_LIMITS);
  const child = new Deno.Command(command, {
    args: [...args],
    signal: AbortSignal.any([signal, AbortSignal.timeout(SECONDS * 1000)]),
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await child.status;
  signal.throwIfAborted();
}
