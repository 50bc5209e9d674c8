import assert from "node:assert/strict";
import { join } from "node:path";
import { localModules } from "../../../src/app/watch/module_graph.ts";
import { Desk } from "../_cli.ts";

Deno.test("a pipeline is made of its file and of all that it imports, Leat left out", async () => {
  await using desk = await Desk.open();
  const file = await desk.write(
    "my pipelines/p.ts",
    `import { pipeline } from "leat";
import { z } from "zod";
import { label } from "./label.ts";
import type { Row } from "./types.ts";
import names from "../names.json" with { type: "json" };
import "./absent.ts";
import "https://host.example/remote.ts";
export default await import("./lazy.ts");
`,
  );
  await desk.write("my pipelines/label.ts", 'export * from "../half.ts";');
  await desk.write("my pipelines/types.ts", "export type Row = 1;");
  await desk.write("my pipelines/lazy.ts", "");
  await desk.write("names.json", "{}");
  await desk.write("half.ts", "export const x = {");
  const found = await localModules(file);
  assert.equal(found[0], file);
  assert.deepEqual(
    found.toSorted(),
    [
      "half.ts",
      "my pipelines/absent.ts",
      "my pipelines/label.ts",
      "my pipelines/lazy.ts",
      "my pipelines/p.ts",
      "names.json",
    ].map((path) => join(desk.folder, path)),
  );
});

Deno.test("a file that is not there, or does not parse, is made of itself", async () => {
  await using desk = await Desk.open();
  const absent = join(desk.folder, "absent.ts");
  assert.deepEqual(await localModules(absent), [absent]);
  const half = await desk.write("half.ts", 'import x from "./a.ts"; export {');
  assert.deepEqual(await localModules(half), [half]);
});
