/**
 * Each file here without an underscore is one mistake. Its first three lines
 * say what is wrong, where the compiler must put the blame, and with which
 * sentence its explanation must end (`…` stands for any text).
 *
 * @module
 */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Complaint, readComplaints } from "./_complaints.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const mistakes = (await readdir(here)).filter((name) =>
  /^[a-z]\w*\.ts$/.test(name) && !name.endsWith("_test.ts")
).sort();

let compiled: Promise<readonly Complaint[]> | undefined;

/** What the compiler says about all files at once; one run is slow enough. */
function complaints(): Promise<readonly Complaint[]> {
  return compiled ??= check();
}

async function check(): Promise<readonly Complaint[]> {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", ...mistakes],
    cwd: here,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  const output = new TextDecoder().decode(stderr);
  const found = readComplaints(output);
  assert.notEqual(found.length, 0, `nothing was checked: ${output}`);
  return found;
}

/** The members of unions as they are sorted: the compiler lists them in any order. */
function sorted(text: string): string {
  return text.replaceAll(
    /'([^']*)'/g,
    (_, type: string) => `'${type.split(" | ").sort().join(" | ")}'`,
  );
}

function matches(pattern: string, text: string): boolean {
  const parts = sorted(pattern).split("…").map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join(".*")}$`).test(sorted(text));
}

Deno.test("a union may be told in any order, and is no other for it", () => {
  const pattern = "The types '\"cat\" | \"dog\"' and 'A | …' differ.";
  assert.ok(
    matches(pattern, "The types '\"dog\" | \"cat\"' and 'A | B' differ."),
  );
  assert.ok(!matches(pattern, "The types '\"cat\"' and 'A | B' differ."));
});

for (const file of mistakes) {
  const source = await readFile(here + file, "utf8");
  const header = /^\/\/ (.+)\.\n\/\/ at: (.+)\n\/\/ says: (.+)\n/.exec(source);
  const [, about = file, at, says = ""] = header ?? [];

  Deno.test(`the compiler refuses: ${about}`, async () => {
    assert.ok(header, `${file} does not begin with what is wrong, at and says`);
    const found = (await complaints()).filter((each) => each.file === file);
    assert.equal(found.length, 1, `${file}: ${JSON.stringify(found)}`);
    assert.equal(found[0]?.at, at);
    const last = found[0]?.says ?? "";
    assert.ok(matches(says, last), `${file} says: ${last}`);
  });
}

Deno.test("the compiler refuses nothing but the mistakes", async () => {
  const others = (await complaints()).filter(({ file }) =>
    !mistakes.includes(file)
  );
  assert.deepEqual(others, []);
});

Deno.test("readComplaints() takes an error of the compiler apart", () => {
  const output = `Check a.ts
TS2322 [ERROR]: Type 'A' is not assignable to type 'B'.
  Type 'C' is not assignable to type 'D'.
  loss: mse(),
  ~~~~
    at file:///tmp/a.ts:33:3

    The expected type comes from property 'loss'
      readonly loss: B;
               ~~~~
        at file:///tmp/b.ts:36:12

TS2345 [ERROR]: Argument of type 'A' is not assignable to parameter of type 'B'.
  Property 'fit' is missing.
pipeline({
         ^
    at file:///tmp/c.ts:7:10

TS2307 [ERROR]: Cannot find module 'file:///tmp/e.ts'.
    at file:///tmp/d.ts:4:30

Found 3 errors.
`;
  assert.deepEqual(readComplaints(output), [
    {
      file: "a.ts",
      at: "loss",
      says: "Type 'C' is not assignable to type 'D'.",
    },
    {
      file: "c.ts",
      at: "{",
      says: "Property 'fit' is missing.",
    },
    {
      file: "d.ts",
      at: "",
      says: "Cannot find module 'file:///tmp/e.ts'.",
    },
  ]);
});
