import { configFile, ownModule } from "../paths.ts";
import { boundedLines } from "./bounded_lines.ts";

/**
 * Sees to it that a driver is there, before a worker is started. Whether there
 * is one is then for the worker to find out and to tell.
 */
export async function ensureDriver(
  onNotice: (line: string) => void,
): Promise<void> {
  // Elsewhere the driver is part of the system.
  if (Deno.build.os !== "linux") return;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-all",
      `--config=${configFile()}`,
      ownModule("src/app/child/driver_child.ts"),
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  for await (const line of boundedLines(child.stdout)) onNotice(line);
  await child.status;
}
