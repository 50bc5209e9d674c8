import { stripTypeScriptTypes } from "node:module";

/** A relative specifier, with what stands before it. */
const RELATIVE = /(\b(?:from|import)\s*\(?\s*")(\.{1,2}\/[^"]+)\.ts(?=")/g;

/** An import of Leat by its name, as pipelines and datasets have it. */
const OURSELVES = /(\b(?:from|import)\s*\(?\s*")leat(?=")/g;

function stripped(path: string, text: string): string {
  try {
    return stripTypeScriptTypes(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(`Cannot pack "${path}": ${why}`, { cause });
  }
}

/**
 * A module as JavaScript: Deno takes no TypeScript from an npm package. Types
 * become blanks, so that every line and column stays where it was.
 *
 * @param path from the top of the package, with `/`
 * @throws {SyntaxError} when what it says in TypeScript is more than types
 *
 * @example
 * ```ts
 * import { plainScript } from "./plain_script.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(
 *   plainScript("datasets/pets.ts", 'import { dataset } from "leat";'),
 *   'import { dataset } from "../mod.js";',
 * );
 * ```
 */
export function plainScript(path: string, text: string): string {
  const script = stripped(path, text).replace(RELATIVE, "$1$2.js");
  if (!/^(?:pipelines|datasets)\//.test(path)) return script;
  const up = "../".repeat(path.split("/").length - 1);
  return script.replace(OURSELVES, `$1${up}mod.js`);
}
