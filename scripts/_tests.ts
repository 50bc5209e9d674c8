/**
 * Runs `deno test` and counts.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** How many tests went how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What one run of `deno test` takes. */
interface Group {
  readonly paths: readonly string[];
  readonly flags?: readonly string[];
}

/** Where examples are that are run as tests. */
const EXAMPLES = [
  "mod.ts",
  "src",
  "datasets",
  "template",
  "README.md",
  "CONTRIBUTING.md",
];

/** Folders of tests that are a group of their own, the longest first. */
const TRAININGS = ["pipelines", "learn", "parity", "real", "examples"]
  .map((name) => `tests/${name}`);

/** A folder of tests without some folders below it. */
function without(folder: string, below: readonly string[]): Group {
  return { paths: [folder], flags: [`--ignore=${below.join()}`] };
}

/**
 * Where tests are, and where examples are, in two lanes that run side by side:
 * those of the app mostly wait for processes that they started, the others
 * mostly for a graphics driver. Which lane is first at its end takes what is
 * left of the other.
 */
const LANES: readonly (readonly Group[])[] = [
  [{ paths: ["tests/app/cli"] }, without("tests/app", ["tests/app/cli"])],
  [
    { paths: ["tests/engine"] },
    { paths: TRAININGS },
    without("tests", [
      ...["tests/app", "tests/engine", "tests/hostile"],
      ...TRAININGS,
    ]),
    { paths: ["tests/hostile"] },
    { paths: EXAMPLES },
  ],
];

/**
 * Takes what is next of a lane, or the last of another once there is nothing
 * left of it.
 */
export function takerOf<Item>(
  lanes: readonly (readonly Item[])[],
): (lane: number) => Item | undefined {
  const left = lanes.map((lane) => [...lane]);
  return (lane) =>
    left[lane]?.shift() ?? left.find(({ length }) => length > 0)?.pop();
}

const SUMMARY =
  /^(?:ok|FAILED) \| (\d+) passed(?: \(.*?\))? \| (\d+) failed(?: \(.*?\))?(?: \| (\d+) ignored)?/m;

/**
 * Reads the last line of a run. A run without one did not reach its end, or
 * did not start: it counts as one failure, whatever it printed before.
 */
export function readTally(output: string, success: boolean): Tally {
  const summary = SUMMARY.exec(stripVTControlCharacters(output));
  if (summary === null) return { passed: 0, failed: 1, skipped: 0 };
  const [passed, failed, skipped] = [...summary].slice(1)
    .map((count) => Number(count ?? 0));
  return {
    passed: passed ?? 0,
    failed: success ? failed ?? 0 : Math.max(failed ?? 0, 1),
    skipped: skipped ?? 0,
  };
}

/** Adds up runs. */
export function total(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    skipped: tallies.reduce((sum, { skipped }) => sum + skipped, 0),
  };
}

/** The line that a machine reads: `12 passed, 0 failed, 1 skipped`. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  const rest = skipped === 0 ? "" : `, ${skipped} skipped`;
  return `${passed} passed, ${failed} failed${rest}`;
}

/** Whether something ran and nothing failed. */
export function isGreen({ passed, failed }: Tally): boolean {
  return passed > 0 && failed === 0;
}

/** Takes what a run of tests prints. */
type Print = (output: ReadableStream<Uint8Array>) => Promise<void>;

const printNow: Print = (output) =>
  output.pipeTo(Deno.stdout.writable, { preventClose: true });

/** Keeps what is printed until it is let go. */
function printLater(): { readonly print: Print; release(): Promise<void> } {
  const kept: Blob[] = [];
  return {
    print: async (output) => {
      kept.push(await new Response(output).blob());
    },
    release: () => printNow(new Blob(kept).stream()),
  };
}

async function runOnce(args: readonly string[], print: Print): Promise<Tally> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", "--doc", ...args],
    env: Deno.stdout.isTerminal() ? {} : { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const [shown, read] = child.stdout.tee();
  const [output, { success }] = await Promise.all([
    new Response(read).text(),
    child.status,
    print(shown),
  ]);
  // A run that was killed leaves its line open.
  if (!/(^|\n)$/.test(output)) await print(new Blob(["\n"]).stream());
  return readTally(output, success);
}

function isPath(arg: string): boolean {
  return !arg.startsWith("-") && (existsSync(arg) || /[/\\]/.test(arg));
}

/**
 * Runs tests and the examples in doc comments.
 *
 * @param args paths and flags of `deno test`; without a path, all of them
 */
export async function runTests(args: readonly string[]): Promise<Tally> {
  if (args.some(isPath)) return await runOnce(args, printNow);
  const take = takerOf(LANES);
  const runLane = async (lane: number, print: Print) => {
    const tallies: Tally[] = [];
    for (let group = take(lane); group; group = take(lane)) {
      const { paths, flags = [] } = group;
      const found = paths.filter((path) => existsSync(path));
      if (found.length === 0) continue;
      tallies.push(await runOnce([...args, ...flags, ...found], print));
    }
    return total(tallies);
  };
  const waiting = LANES.slice(1).map((_, at) => {
    const { print, release } = printLater();
    return { tally: runLane(at + 1, print), release };
  });
  const tallies = [await runLane(0, printNow)];
  for (const { tally, release } of waiting) {
    tallies.push(await tally);
    await release();
  }
  return total(tallies);
}
