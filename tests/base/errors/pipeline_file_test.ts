import assert from "node:assert/strict";
import {
  forbidden,
  pipelineEnded,
} from "../../../src/base/errors/pipeline_file.ts";

const ended = (said: string, code = 1, signal: string | null = null) =>
  pipelineEnded("/p.ts", "load", { said, code, signal });

Deno.test("pipelineEnded() tells the process's own words without its frame", () => {
  const said = `error: Uncaught (in promise) Error: no
throw new Error("no");
      ^
    at file:///p.ts:3:7
    at async file:///tmp/leat-1/entry.ts:2:1`;
  assert.equal(
    ended(said).message,
    `Cannot load "/p.ts": Error: no
throw new Error("no");
      ^
    at file:///p.ts:3:7`,
  );
});

Deno.test("pipelineEnded() tells an exit, a signal and a full heap apart", () => {
  assert.match(ended("", 3).message, /ended the process \(exit code 3\)$/);
  assert.match(ended("", 137, "SIGKILL").message, /was ended by SIGKILL$/);
  const full =
    "<--- Last few GCs --->\n# Fatal JavaScript out of memory: Ineffective mark-compacts near heap limit\n#";
  const { message, remedy, stage } = ended(full, 133, "SIGTRAP");
  assert.match(message, /its code used up all the memory that it may have$/);
  assert.match(remedy ?? "", /grows without end/);
  assert.equal(stage, "pipeline");
});

Deno.test("forbidden() finds what code without rights asked for", () => {
  assert.equal(
    forbidden(
      'NotCapable: Requires env access to "HOME", run again with the --allow-env flag',
    ),
    'it asks for env access to "HOME"',
  );
  assert.equal(
    forbidden("Requires net access, run again with the --allow-net flag"),
    "it asks for net access",
  );
  assert.equal(forbidden("Requires patience"), undefined);
});

Deno.test("pipelineEnded() names a module that was not fetched, and a package that nothing pins", () => {
  const cases = {
    'Specifier not found in cache: "https://a.b/?x", --cached-only is specified.':
      'it imports "https://a.b/?x", which is not on this machine',
    'A remote specifier was requested: "http://a.b/c.ts", but --no-remote is specified.':
      'it imports "http://a.b/c.ts", which is not on this machine',
    'npm package not found in cache: "pad", --cached-only is specified.':
      'it imports "pad", which is not on this machine',
    "JSR package manifest for '@a/b' failed to load.":
      'it imports "@a/b", which is not on this machine',
    "The lockfile is out of date. Run `deno install --frozen=false`":
      "it imports a package that nothing pins",
  };
  for (const [said, what] of Object.entries(cases)) {
    const { message, remedy } = ended(`error: Uncaught TypeError: ${said}`);
    assert.equal(message, `Cannot load "/p.ts": ${what}`);
    assert.ok(remedy);
  }
});
