import { z } from "zod";
import { configFile, ownModule } from "../paths.ts";
import { boundedLines } from "../bounds/bounded_lines.ts";

const answer = z.object({
  notice: z.string().optional(),
  driver: z.string().nullable().optional(),
});

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * Sees to it that a driver is there, before a worker is started. Whether there
 * is one is then for the worker to find out and to tell.
 *
 * @returns the driver that will be used, where that is known before
 */
export async function ensureDriver(
  onNotice: (line: string) => void,
): Promise<string | undefined> {
  // Elsewhere the driver is part of the system.
  if (Deno.build.os !== "linux") return undefined;
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
  let driver: string | undefined;
  for await (const line of boundedLines(child.stdout)) {
    // It is one of ours; a driver may print, too.
    const said = answer.safeParse(parsed(line)).data;
    if (said?.notice !== undefined) onNotice(said.notice);
    driver = said?.driver ?? driver;
  }
  await child.status;
  return driver;
}
