import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  isGreen,
  readTally,
  takerOf,
  tallyLine,
  total,
} from "../../scripts/_tests.ts";

const script = fileURLToPath(new URL("../../scripts/test.ts", import.meta.url));

/** What `deno task test` does with one file of tests. */
async function runScript(
  source: string,
): Promise<{ code: number; last: string | undefined }> {
  const folder = await mkdtemp(join(tmpdir(), "leat-"));
  try {
    const file = join(folder, "a_test.ts");
    await writeFile(file, source);
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", script, file],
      stdin: "null",
      stderr: "null",
    }).output();
    const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
    return { code, last: lines.at(-1) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

Deno.test("the last line counts tests, the exit code is 0 if all pass", async () => {
  assert.deepEqual(
    await runScript(`
      Deno.test("one", () => {});
      Deno.test("two", () => {});
      Deno.test({ name: "three", ignore: true, fn() {} });
    `),
    { code: 0, last: "2 passed, 0 failed, 1 skipped" },
  );
});

Deno.test("a failing test is counted, and the exit code is 1", async () => {
  assert.deepEqual(
    await runScript(`
      Deno.test("one", () => {});
      Deno.test("two", () => { throw new Error("no"); });
    `),
    { code: 1, last: "1 passed, 1 failed" },
  );
});

Deno.test("examples in doc comments are tests", async () => {
  assert.deepEqual(
    await runScript(`
      /**
       * One.
       *
       * \`\`\`ts
       * if (one !== 1) throw new Error("no");
       * \`\`\`
       */
      export const one = 1;
    `),
    { code: 0, last: "1 passed, 0 failed" },
  );
});

Deno.test("a file that cannot be checked counts as one failure", async () => {
  assert.deepEqual(
    await runScript('Deno.test("one", () => { const a: string = 1; });'),
    { code: 1, last: "0 passed, 1 failed" },
  );
});

Deno.test("a run that ends before its summary counts as one failure", async () => {
  assert.deepEqual(
    await runScript('Deno.test("one", () => Deno.kill(Deno.pid, "SIGKILL"));'),
    { code: 1, last: "0 passed, 1 failed" },
  );
});

Deno.test("a run without a test is no success", async () => {
  const { code } = await runScript("export {};");
  assert.equal(code, 1);
});

Deno.test("readTally() reads Deno's last line, in colour or not", () => {
  assert.deepEqual(
    readTally(
      "a ... ok (1ms)\n\n\x1b[32mok\x1b[0m | 8 passed (3 steps) | 0 failed | " +
        "2 ignored | 4 filtered out \x1b[38;5;245m(1s)\x1b[0m\n",
      true,
    ),
    { passed: 8, failed: 0, skipped: 2 },
  );
  assert.deepEqual(
    readTally("FAILED | 4 passed | 2 failed (1 step) (186ms)", false),
    { passed: 4, failed: 2, skipped: 0 },
  );
});

Deno.test("readTally() never hides that the run failed", () => {
  assert.deepEqual(
    readTally("ok | 4 passed | 0 failed (1ms)", false),
    { passed: 4, failed: 1, skipped: 0 },
  );
});

Deno.test("total() adds up runs, and no run is not green", () => {
  const some = { passed: 2, failed: 0, skipped: 1 };
  assert.deepEqual(total([some, some]), { passed: 4, failed: 0, skipped: 2 });
  assert.equal(isGreen(some), true);
  assert.equal(isGreen(total([])), false);
  assert.equal(isGreen({ passed: 2, failed: 1, skipped: 0 }), false);
  assert.equal(tallyLine(total([])), "0 passed, 0 failed");
});

Deno.test("takerOf() takes of each lane in its order, and then from the end of another", () => {
  const take = takerOf([["a", "b"], ["c", "d", "e", "f"]]);
  const lanes = [0, 1, 0, 0, 1, 0, 1, 0];
  assert.deepEqual(
    lanes.map((lane) => take(lane)),
    ["a", "c", "b", "f", "d", "e", undefined, undefined],
  );
});
