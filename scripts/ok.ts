/**
 * `deno task ok`: everything that CI asks for. Nothing stops early; the table
 * at the end says what passed, the last line how many tests.
 *
 * @module
 */
import { checkedFiles } from "./_files.ts";
import { isGreen, runTests, tallyLine } from "./_tests.ts";

async function deno(...args: readonly string[]): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    env: Deno.stderr.isTerminal() ? {} : { NO_COLOR: "1" },
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  return success;
}

const steps: (readonly [name: string, passed: boolean])[] = [
  ["format", await deno("fmt", "--check")],
  ["lint", await deno("lint")],
  ["types", await deno("check", "--quiet", "--doc", ...await checkedFiles())],
];
const tally = await runTests(["--no-check"]);
steps.push(["tests", isGreen(tally)]);

console.log();
for (const [name, passed] of steps) {
  console.log(`${name.padEnd(8)}${passed ? "passed" : "FAILED"}`);
}
console.log();
console.log(tallyLine(tally));
Deno.exit(steps.every(([, passed]) => passed) ? 0 : 1);
