import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname ?? "", "../../..");

/** The lines of each file, by path. */
async function lengthsOf(
  pattern: string,
): Promise<ReadonlyMap<string, number>> {
  const lengths = new Map<string, number>();
  for await (const file of glob(pattern, { cwd: ROOT })) {
    const text = await readFile(join(ROOT, file), "utf8");
    lengths.set(file, text.split("\n").length - 1);
  }
  return lengths;
}

Deno.test("no file is too long to be read at once", async () => {
  const lengths = await lengthsOf(
    "{src,scripts,datasets,template,pipelines,tests}/**/*.{ts,mjs,js,css,html}",
  );
  assert.ok(lengths.size > 1500, `${lengths.size} files`);
  const long = [...lengths].filter(([, lines]) => lines > 400);
  assert.deepEqual(long, []);
});

Deno.test("most files hold one concept in fewer than 90 lines", async () => {
  const lengths = [...(await lengthsOf("src/**/*.ts")).values()].sort((a, b) =>
    a - b
  );
  const middle = lengths[lengths.length >> 1] ?? NaN;
  assert.ok(middle < 90, `${middle} lines`);
});
