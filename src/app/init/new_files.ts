import { join } from "node:path";
import { WANTED_DENO } from "../runtime.ts";
import { leatRoot } from "../paths.ts";
import type { Origin } from "./origin.ts";
import { newTasks } from "./tasks.ts";

/** The `deno.json` of a new repository. */
function newConfig(version: string, origin: Origin) {
  const byDeno = origin.type === "registry";
  return {
    tasks: newTasks(),
    // Leat starts processes of its own, whose packages must be somewhere.
    nodeModulesDir: byDeno ? "auto" : "manual",
    // One file says which version.
    imports: { leat: byDeno ? `npm:leat@${version}` : "npm:leat" },
    exclude: [".leat"],
  };
}

/** What a CI installs Leat with. */
function install(origin: Origin): string {
  if (origin.type === "registry") return "deno install";
  return origin.pinned ? "npm ci" : "npm install";
}

/**
 * The files of a new repository, by their path in it. What the tests, the
 * pipeline and the workflow are is read from Leat's folder `template`.
 *
 * @param version of Leat
 */
export async function newFiles(
  version: string,
  origin: Origin,
): Promise<ReadonlyMap<string, string>> {
  const template = (path: string) =>
    Deno.readTextFile(join(leatRoot, "template", path));
  const workflow = await template("verify.yml");
  return new Map([
    ["deno.json", `${JSON.stringify(newConfig(version, origin), null, 2)}\n`],
    ["pipelines/pets.ts", await template("pipelines/pets.ts")],
    ["tests/pets_test.ts", await template("tests/pets_test.ts")],
    [".gitignore", await template("gitignore")],
    [
      ".github/workflows/verify.yml",
      workflow.replace("DENO_VERSION", WANTED_DENO)
        .replace("INSTALL", install(origin)),
    ],
  ]);
}
