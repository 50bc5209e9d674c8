import { join } from "node:path";
import { WANTED_DENO } from "../cli/runtime.ts";
import { leatRoot } from "../paths.ts";
import type { Origin } from "./origin.ts";
import { newTasks } from "./tasks.ts";

/** What a new repository is told of Leat. */
export interface LeatVersions {
  readonly version: string;
  /** What rows are described with: the version that Leat itself uses. */
  readonly zod: string;
}

/** The `deno.json` of a new repository. */
export function newConfig({ version, zod }: LeatVersions, origin: Origin) {
  return {
    tasks: newTasks(),
    // Leat starts processes of its own, whose packages must be somewhere.
    nodeModulesDir: origin.type === "registry" ? "auto" : "manual",
    imports: { leat: `npm:leat@${version}`, zod: `npm:zod@${zod}` },
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
 */
export async function newFiles(
  leat: LeatVersions,
  origin: Origin,
): Promise<ReadonlyMap<string, string>> {
  const template = (path: string) =>
    Deno.readTextFile(join(leatRoot, "template", path));
  const workflow = await template("verify.yml");
  return new Map([
    ["deno.json", `${JSON.stringify(newConfig(leat, origin), null, 2)}\n`],
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
