import assert from "node:assert/strict";
import { spokenFrom } from "../../../src/app/runs/spoken_from.ts";

const run = (pipeline: string, exported = "default") => ({
  pipeline,
  file: "/home/desk/work/p.ts",
  export: exported,
});

Deno.test("a pipeline is told again as it means the same in another folder", () => {
  const from = (folder: string, pipeline: string, exported?: string) =>
    spokenFrom(run(pipeline, exported), folder);
  assert.equal(from("/home/desk/work", "./p.ts"), "./p.ts");
  assert.equal(from("/home/desk", "p.ts"), "./work/p.ts");
  assert.equal(from("/tmp", "./p.ts#two", "two"), "/home/desk/work/p.ts#two");
  assert.equal(from("/tmp", "pets#full", "full"), "pets#full");
  const address = "https://example.com/p.ts#sha256=ab";
  assert.equal(from("/tmp", address), address);
});
