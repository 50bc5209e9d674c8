import { z } from "zod";
import {
  graphBroken,
  graphEndless,
  graphSlow,
} from "../../base/errors/remote.ts";
import { boundedCommand } from "../child/bounded_command.ts";
import { REMOTE_LIMITS, withPatience } from "../child/limits.ts";
import { watchMemory } from "../child/memory_watch.ts";
import { boundedText } from "../child/bounded_text.ts";

/** MiB that Deno may need while it reads modules: a server may send no end. */
const MEMORY = 512;
/** What is read of the answer, in characters. */
const LONGEST = 2 ** 24;

const resolved = z.object({
  specifier: z.string().optional(),
  error: z.string().optional(),
});

const dependency = z.object({
  /** As it is written. */
  specifier: z.string(),
  code: resolved.optional(),
  type: resolved.optional(),
  /** `with { type: "…" }`. */
  assertionType: z.string().optional(),
});

const graph = z.object({
  modules: z.array(z.object({
    specifier: z.string(),
    kind: z.string().optional(),
    error: z.string().optional(),
    /** Where its text is on this machine. */
    local: z.string().optional(),
    size: z.number().optional(),
    dependencies: z.array(dependency).optional(),
  })),
  redirects: z.record(z.string(), z.string()),
});

/** The modules that one module imports, and those that these import. */
export type ModuleGraph = z.output<typeof graph>;

/** One module of a graph. */
export type GraphModule = ModuleGraph["modules"][number];

/** How a graph is made. */
export interface GraphOptions {
  /**
   * The only host that modules come from, with its port; without it, none
   * comes from anywhere.
   */
  readonly host?: string;
  /** Fetches again what is here already. */
  readonly reload?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Finds the modules that a module imports, and fetches them. Nothing of them
 * is run: Deno reads their import statements.
 *
 * @param entry an address or a path
 * @throws {PipelineError} when Deno does not get to the end of it
 */
export async function moduleGraph(
  entry: string,
  { host, reload = false, signal }: GraphOptions,
): Promise<ModuleGraph> {
  signal.throwIfAborted();
  // What is here is read in a moment; only servers need patience.
  const { seconds, processor } = host === undefined
    ? REMOTE_LIMITS
    : withPatience(REMOTE_LIMITS);
  const { command, args } = boundedCommand({
    command: Deno.execPath(),
    args: [
      "info",
      "--json",
      "--no-config",
      "--no-lock",
      "--no-npm",
      ...host === undefined ? ["--no-remote"] : [`--allow-import=${host}`],
      ...reload ? ["--reload"] : [],
      entry,
    ],
  }, { memory: MEMORY, processor });
  const child = new Deno.Command(command, {
    args: [...args],
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let fault: Error | undefined;
  const end = () => {
    try {
      child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // It has ended by itself.
    }
  };
  const endWith = (error: Error) => {
    fault ??= error;
    end();
  };
  const timer = setTimeout(
    () => endWith(graphSlow(entry, seconds)),
    seconds * 1000,
  );
  using _memory = watchMemory(
    child.pid,
    MEMORY,
    () => endWith(graphEndless(entry, MEMORY)),
  );
  signal.addEventListener("abort", end);
  try {
    const [out, said, { success }] = await Promise.all([
      boundedText(child.stdout, LONGEST),
      boundedText(child.stderr, LONGEST),
      child.status,
    ]);
    signal.throwIfAborted();
    if (fault) throw fault;
    if (!success || out === undefined) throw graphBroken(entry, said ?? "");
    return graph.parse(JSON.parse(out));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    end();
  }
}
