import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { graphUnknown } from "../../base/errors/watch.ts";
import { configFile, isInstalled, leatRoot } from "../paths.ts";

/** What we read of `deno info --json`. */
const graph = z.looseObject({
  roots: z.array(z.string()),
  modules: z.array(z.looseObject({
    specifier: z.string(),
    dependencies: z.array(z.looseObject({
      // Types alone decide nothing.
      code: z.looseObject({ specifier: z.string().exactOptional() })
        .exactOptional(),
    })).exactOptional(),
  })),
});

type Graph = z.output<typeof graph>;

/** Leat itself: a supervisor does not change while it runs. */
const OWN = (isInstalled ? [""] : ["src/", "mod.ts"]).map((path) =>
  pathToFileURL(join(leatRoot, path)).href
);

/** Addresses of files that a graph leads to, but through Leat itself. */
function reached({ roots, modules }: Graph): ReadonlySet<string> {
  const imports = new Map(modules.map(({ specifier, dependencies = [] }) => [
    specifier,
    dependencies.flatMap(({ code }) => code?.specifier ?? []),
  ]));
  const found = new Set<string>();
  const left = [...roots];
  for (let url = left.pop(); url !== undefined; url = left.pop()) {
    const isOwn = OWN.some((own) => url?.startsWith(own));
    if (found.has(url) || isOwn || !url.startsWith("file:")) continue;
    found.add(url);
    left.push(...imports.get(url) ?? []);
  }
  return found;
}

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
      `--config=${configFile()}`,
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
  const files = [...reached(graph.parse(told))].map((url) =>
    fileURLToPath(url)
  );
  return [...new Set([file, ...files])];
}
