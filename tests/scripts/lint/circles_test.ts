import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join, normalize } from "node:path";

/** As `deno fmt` writes what a file takes from another, types and all. */
const TAKEN = /^(?:import|export|\}).*? from "(\.[^"]+)";$/gm;

const ROOT = join(import.meta.dirname ?? "", "../../..");

/** The files that each file imports, by path. */
async function importsOf(
  pattern: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const imports = new Map<string, readonly string[]>();
  for await (const file of glob(pattern, { cwd: ROOT })) {
    const text = await readFile(join(ROOT, file), "utf8");
    const found = [...text.matchAll(TAKEN)].map(([, path = ""]) =>
      normalize(join(file, "..", path))
    );
    imports.set(file, found);
  }
  return imports;
}

/** A way from a file back to itself, or nothing. */
function circle(
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (way: readonly string[]): readonly string[] | undefined => {
    const last = way.at(-1) ?? "";
    for (const next of imports.get(last) ?? []) {
      const at = way.indexOf(next);
      if (at >= 0) return [...way.slice(at), next];
      if (done.has(next)) continue;
      const found = walk([...way, next]);
      if (found) return found;
    }
    done.add(last);
    return undefined;
  };
  for (const file of imports.keys()) {
    const found = done.has(file) ? undefined : walk([file]);
    if (found) return found;
  }
  return undefined;
}

Deno.test("circle() finds the way round, and none where there is none", () => {
  const tree = new Map([["a", ["b", "c"]], ["b", ["c"]], ["c", []]]);
  assert.equal(circle(tree), undefined);
  const round = new Map([["a", ["b"]], ["b", ["c"]], ["c", ["d", "b"]]]);
  assert.deepEqual(circle(round), ["b", "c", "b"]);
});

Deno.test("no files import each other in a circle", async () => {
  const imports = await importsOf("{src,scripts,datasets}/**/*.{ts,mjs}");
  assert.ok([...imports.values()].flat().length > 3000);
  assert.equal(circle(imports)?.join("\n  -> "), undefined);
});
