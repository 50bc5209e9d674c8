import assert from "node:assert/strict";
import { lackingOf } from "../../../src/app/init/lacking.ts";

const CONFIG = JSON.stringify({
  tasks: { train: "leat train", test: "deno test" },
  nodeModulesDir: "auto",
  exclude: [".leat"],
});

Deno.test("a deno.json may have more than is needed, in any order", () => {
  const there = JSON.stringify({
    exclude: [".leat"],
    fmt: { lineWidth: 100 },
    nodeModulesDir: "auto",
    tasks: { hello: "echo hello", test: "deno test", train: "leat train" },
  });
  assert.deepEqual(lackingOf("deno.json", CONFIG, there), []);
});

Deno.test("a deno.json is told what it lacks, and what is other than needed", () => {
  const there = JSON.stringify({
    tasks: { train: "python train.py", test: "deno test" },
    exclude: [".leat"],
  });
  assert.deepEqual(lackingOf("deno.json", CONFIG, there), [
    '  "tasks": {',
    '    "train": "leat train"',
    "  },",
    '  "nodeModulesDir": "auto"',
  ]);
  for (const there of ["", "{ // a comment\n}", "[]", "null", '"text"']) {
    assert.equal(lackingOf("deno.jsonc", CONFIG, there)?.length, 8, there);
  }
  const odd = JSON.stringify({ ...JSON.parse(CONFIG), tasks: ["train"] });
  assert.equal(lackingOf("deno.json", CONFIG, odd)?.length, 4);
});

Deno.test("a .gitignore is told the lines that it lacks, comments aside", () => {
  const wanted = "# why\n/.leat/\nnode_modules/\n";
  assert.deepEqual(lackingOf(".gitignore", wanted, "*.log\r\n/.leat/\r\n"), [
    "node_modules/",
  ]);
  const more = "node_modules/\n*.log\n/.leat/";
  assert.deepEqual(lackingOf(".gitignore", wanted, more), []);
});

Deno.test("any other file is the same or another", () => {
  assert.deepEqual(lackingOf("pipelines/pets.ts", "a", "a"), []);
  assert.equal(lackingOf("pipelines/pets.ts", "a", "b"), undefined);
  assert.equal(lackingOf("pipelines/pets.ts", "a", ""), undefined);
});
