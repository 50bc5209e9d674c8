/**
 * Modules for browsers that make of a picture or a row what a model is given:
 * those that Leat itself does it with.
 *
 * @module
 */
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { isInstalled, leatRoot, ownModule } from "../paths.ts";
import type { Files } from "./ask_files.ts";
import type { Facts } from "./facts.ts";

/** Where the modules of a page are that is no server's. */
export const PAGE_FOLDER = "src/app/export/page";

/** What resizes, in the folder of codecs. */
const RESIZING = [
  "_resample",
  "_resample_kernels",
  "_sides",
  "_taps",
  "_wasm",
];

/** Where it stands in an export. */
const PICTURE = "picture";

const RELATIVE = /(\bfrom\s*")(\.\/[^"]+)\.ts(?=")/g;

/** One of Leat's modules as JavaScript, which it is where Leat is installed. */
async function script(path: string): Promise<Uint8Array> {
  const file = ownModule(path);
  if (isInstalled) return await Deno.readFile(file);
  const text = stripTypeScriptTypes(await Deno.readTextFile(file));
  return new TextEncoder().encode(text.replace(RELATIVE, "$1$2.js"));
}

/** A file for browsers as it is. */
export async function pageFile(path: string): Promise<Uint8Array> {
  return await Deno.readFile(join(leatRoot, path));
}

/** The modules that a client needs to ask a model as Leat does. */
export async function clientFiles(
  { image, columns }: Pick<Facts, "image" | "columns">,
): Promise<Files> {
  const files = new Map<string, Uint8Array>();
  if (image) {
    for (const name of RESIZING) {
      const path = `src/base/codec/${name}.ts`;
      files.set(`${PICTURE}/${name}.js`, await script(path));
    }
    const square = `${PICTURE}/square.mjs`;
    files.set(square, await pageFile(`${PAGE_FOLDER}/${square}`));
  }
  if (columns) {
    files.set("row.mjs", await pageFile(`${PAGE_FOLDER}/row.mjs`));
  }
  return files;
}
