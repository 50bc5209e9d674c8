import { glob } from "node:fs/promises";
import { join } from "node:path";
import { WANTED_DENO } from "../../src/app/runtime.ts";
import {
  packageConfig,
  packageLock,
  packageManifest,
  project,
} from "./manifest.ts";
import { plainScript } from "./plain_script.ts";

/** What is packed. Tests, scripts and fixtures stay at home. */
const PACKED = [
  "mod.ts",
  "{src,datasets,pipelines}/**/*.ts",
  "src/app/clean/page/*.{html,css,mjs}",
  "src/app/dashboard/page/*.{html,css,mjs}",
  "src/app/serve/page/*.{html,css,mjs}",
  "src/app/export/page/{*,*/*}.mjs",
  "template/{gitignore,verify.yml,{pipelines,tests}/*.ts}",
  "pipelines/leat.lock",
  "pipelines/weights/*.safetensors",
  "{README,CHANGELOG}.md",
  "LICENSE",
];

/** A package that a module imports, whenever it does. */
const IMPORTED =
  /\b(?:from|import)\s*\(?\s*"((?:@[a-z][^/"]*\/)?[a-z][\w.-]*)(?:\/[^"]*)?"/g;

/** A file of a package, as a dataset declares it. */
const DECLARED = /\bfile: "((?:@[a-z][^/"]*\/)?[a-z][\w.-]*)\/[^"]*"/g;

/** The names that a module imports, packages among them. */
function importsOf(script: string): readonly string[] {
  return [IMPORTED, DECLARED].flatMap((pattern) =>
    [...script.matchAll(pattern)].map(([, name = ""]) => name)
  );
}

/**
 * The files of the package, by their path in it: each module twice, the source
 * for types and a script to run.
 *
 * @param root the folder of Leat
 */
export async function packageFiles(
  root: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const imported = new Set<string>();
  const encode = (text: string) => new TextEncoder().encode(text);
  for await (const found of glob(PACKED, { cwd: root })) {
    const path = found.replaceAll("\\", "/");
    const bytes = await Deno.readFile(join(root, found));
    files.set(path, bytes);
    if (!path.endsWith(".ts") || path.startsWith("template/")) continue;
    const script = plainScript(path, new TextDecoder().decode(bytes));
    for (const name of importsOf(script)) imported.add(name);
    files.set(path.replace(/\.ts$/, ".js"), encode(script));
  }
  const own = project.parse(
    JSON.parse(await Deno.readTextFile(join(root, "deno.json"))),
  );
  const manifest = packageManifest(own, imported, WANTED_DENO);
  files.set("package.json", encode(manifest));
  files.set("deno.lock", encode(packageLock(manifest)));
  files.set("deno.json", encode(packageConfig(own)));
  return files;
}
