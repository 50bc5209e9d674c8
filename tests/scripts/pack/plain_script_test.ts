import assert from "node:assert/strict";
import { plainScript } from "../../../scripts/pack/plain_script.ts";

Deno.test("plainScript() leaves every line and column where it was", () => {
  const source = [
    'import type { A } from "./a.ts";',
    'import { b, type B } from "../b/b.ts";',
    "export const c = (x: number): B => b(x as A); // c",
  ].join("\n");
  const lines = plainScript("src/x.ts", source).split("\n");
  assert.equal(lines.length, 3);
  assert.equal(lines[0]?.trim(), "");
  assert.match(lines[1] ?? "", /^import \{ b, +\} from "\.\.\/b\/b\.js";$/);
  assert.equal(lines[2]?.indexOf("// c"), source.split("\n")[2]?.indexOf("//"));
});

Deno.test("plainScript() says .js wherever a module is named", () => {
  const cases = [
    ['export { a } from "./a.ts";', 'export { a } from "./a.js";'],
    ['import "./a.ts";', 'import "./a.js";'],
    ['await import("../a/b.ts");', 'await import("../a/b.js");'],
    ['await import(\n  "../a.ts"\n);', 'await import(\n  "../a.js"\n);'],
    ['const name = "a.ts";', 'const name = "a.ts";'],
    ['import { z } from "zod";', 'import { z } from "zod";'],
  ] as const;
  for (const [source, script] of cases) {
    assert.equal(plainScript("src/app/x.ts", source), script);
  }
});

Deno.test("plainScript() names Leat by a path where pipelines and datasets import it", () => {
  const source = 'import { dataset } from "leat";';
  const of = (path: string) => plainScript(path, source);
  assert.equal(of("datasets/x.ts"), 'import { dataset } from "../mod.js";');
  assert.equal(
    of("pipelines/weights/x.ts"),
    'import { dataset } from "../../mod.js";',
  );
  assert.equal(of("src/x.ts"), source);
});

Deno.test("plainScript() refuses what is more than types, and names the file", () => {
  for (const source of ["enum A { B }", "const a: = 1;", "<<<<<<< HEAD"]) {
    assert.throws(
      () => plainScript("src/a.ts", source),
      /^SyntaxError: Cannot pack "src\/a\.ts": /,
      source,
    );
  }
});
