import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { leatRoot } from "../../src/app/paths.ts";
import type { RunEvent } from "../../src/flow/events/event.ts";

/** An event of a run, and how long after its start it came. */
export interface TimedEvent {
  readonly event: RunEvent;
  readonly ms: number;
}

/** A run that is over. */
export interface TimedRun {
  readonly events: readonly TimedEvent[];
  /** From before the process was made to after its end. */
  readonly ms: number;
}

/** The folders of one machine that never ran Leat, or just did. */
export interface Caches {
  /** What Leat keeps. */
  readonly results: string;
  /** What the driver keeps of compiled shaders. */
  readonly shaders: string;
}

/** Where Mesa and NVIDIA's driver keep compiled shaders. */
function environmentOf({ results, shaders }: Caches): Record<string, string> {
  return {
    ...Deno.env.toObject(),
    LEAT_CACHE: results,
    MESA_SHADER_CACHE_DIR: shaders,
    MESA_GLSL_CACHE_DIR: shaders,
    __GL_SHADER_DISK_CACHE_PATH: shaders,
  };
}

/**
 * Runs `deno task train` as a user does, in processes of its own.
 *
 * @throws {Error} with what it printed, if it fails
 */
export async function runLeat(
  args: readonly string[],
  caches: Caches,
): Promise<TimedRun> {
  const start = performance.now();
  const main = join(leatRoot, "src/app/cli/main.ts");
  const child = spawn(
    Deno.execPath(),
    ["run", "--quiet", "-A", main, "train", ...args, "--json"],
    {
      cwd: leatRoot,
      env: environmentOf(caches),
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let complaints = "";
  child.stderr.on("data", (bytes) => complaints += bytes);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("close", resolve);
    child.on("error", reject);
  });
  const events: TimedEvent[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    // Written by this very program.
    const event = JSON.parse(line) as RunEvent;
    events.push({ event, ms: performance.now() - start });
  }
  const code = await ended;
  const ms = performance.now() - start;
  if (code === 0) return { events, ms };
  const told = events.flatMap(({ event }) =>
    event.type === "error" ? [event.message] : []
  );
  throw new Error(
    `Cannot measure "train ${args.join(" ")}": ${
      [...told, complaints.trim()].join("\n")
    }`,
  );
}

/** Runs with folders that are new, and gone afterwards. */
export async function withCaches<Result>(
  use: (caches: Caches) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir({ prefix: "leat-bench-" });
  try {
    return await use({
      results: join(folder, "results"),
      shaders: join(folder, "shaders"),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
