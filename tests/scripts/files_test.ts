import assert from "node:assert/strict";
import { checkedFiles } from "../../scripts/_files.ts";

Deno.test("checkedFiles() leaves out the mistakes and nothing else there", async () => {
  const files = (await checkedFiles()).filter((file) =>
    file.startsWith("tests/mistakes/")
  );
  assert.deepEqual(files, [
    "tests/mistakes/_bases.ts",
    "tests/mistakes/_complaints.ts",
    "tests/mistakes/_text.ts",
    "tests/mistakes/mistakes_test.ts",
  ]);
});

Deno.test("checkedFiles() has the sources, the tests and the texts", async () => {
  const files = new Set(await checkedFiles());
  for (
    const file of [
      "CONTRIBUTING.md",
      "src/flow/stage/stage.ts",
      "scripts/ok.ts",
      "tests/scripts/files_test.ts",
    ]
  ) assert.ok(files.has(file), file);
});
