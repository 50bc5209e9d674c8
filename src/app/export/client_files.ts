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
  "_reducing",
  "_resample",
  "_resample_kernels",
  "_sides",
  "_taps",
  "_wasm",
  "square",
];

/** Where it stands in an export. */
const PICTURE = "picture";

/** An import of such a module, from beside it or from the page. */
const RELATIVE = /(\bfrom\s*")\.[^"]*\/([^"/]+)\.ts(?=")/g;

function besides(text: string): Uint8Array {
  return new TextEncoder().encode(text.replace(RELATIVE, "$1./$2.js"));
}

/** One of Leat's modules as JavaScript, which it is where Leat is installed. */
export async function script(path: string): Promise<Uint8Array> {
  const file = ownModule(path);
  if (isInstalled) return await Deno.readFile(file);
  return besides(stripTypeScriptTypes(await Deno.readTextFile(file)));
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
    const page = await pageFile(`${PAGE_FOLDER}/${square}`);
    files.set(square, besides(new TextDecoder().decode(page)));
  }
  if (columns) {
    files.set("row.mjs", await pageFile(`${PAGE_FOLDER}/row.mjs`));
  }
  return files;
}
