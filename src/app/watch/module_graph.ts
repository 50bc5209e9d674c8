import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { graphUnknown } from "../../base/errors/watch.ts";
import { leatRoot } from "../paths.ts";

/** What we read of `deno info --json`. */
const graph = z.looseObject({
  modules: z.array(z.looseObject({ specifier: z.string() })),
});

/** Leat itself: a supervisor does not change while it runs. */
const OWN = ["src/", "mod.ts"].map((path) =>
  pathToFileURL(join(leatRoot, path)).href
);

/**
 * The files of this machine that a pipeline is made of: its own and what that
 * imports, those included that do not exist or do not parse. Nothing of them is
 * run, and nothing is fetched. Files of Leat itself are left out.
 *
 * @throws {PipelineError} when Deno does not tell
 */
export async function localModules(file: string): Promise<readonly string[]> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "info",
      "--json",
      "--no-lock",
      "--no-remote",
      "--no-npm",
      `--config=${join(leatRoot, "deno.json")}`,
      file,
    ],
    stdin: "null",
  }).output();
  let told: unknown;
  try {
    told = JSON.parse(new TextDecoder().decode(stdout));
  } catch {
    const said = new TextDecoder().decode(stderr).trim();
    throw graphUnknown(file, said || "it says nothing");
  }
  const files = graph.parse(told).modules
    .map(({ specifier }) => specifier)
    .filter((url) =>
      url.startsWith("file:") && !OWN.some((own) => url.startsWith(own))
    )
    .map((url) => fileURLToPath(url));
  return [...new Set([file, ...files])];
}
