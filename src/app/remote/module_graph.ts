import { z } from "zod";
import {
  graphBroken,
  graphEndless,
  graphSlow,
} from "../../base/errors/remote.ts";
import { boundedOutput } from "../bounds/bounded_output.ts";
import { REMOTE_LIMITS, withPatience } from "../bounds/limits.ts";

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
  // What is here is read in a moment; only servers need patience.
  const { seconds, processor } = host === undefined
    ? REMOTE_LIMITS
    : withPatience(REMOTE_LIMITS);
  const { success, stdout, stderr } = await boundedOutput({
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
  }, {
    memory: MEMORY,
    processor,
    seconds,
    longest: LONGEST,
    signal,
    slow: () => graphSlow(entry, seconds),
    hungry: () => graphEndless(entry, MEMORY),
  });
  if (!success || stdout === undefined) throw graphBroken(entry, stderr ?? "");
  return graph.parse(JSON.parse(stdout));
}
