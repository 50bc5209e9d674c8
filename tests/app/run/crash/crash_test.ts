import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stream } from "../../../../src/base/random/stream.ts";
import { namesIn } from "../../../../src/base/store/survey.ts";
import { openStore } from "../../../../src/base/store/store.ts";
import { check, doneTurns } from "./_checks.ts";
import { withMaterial } from "./_material.ts";
import { type StageName, stages } from "./_stages.ts";

const CHILD = fileURLToPath(new URL("_child.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../../deno.json", import.meta.url));

/** No process waits so long for another, on the slowest machine. */
const STUCK_MS = 120_000;

/** How a stage is killed. */
interface Plan {
  /** Two processes each, for the same keys. */
  readonly rounds: number;
  /** A process is killed within so many lines of what it says, … */
  readonly lines: number;
  /** … and so many milliseconds after. */
  readonly delay: number;
}

const PLANS: Readonly<Record<StageName, Plan>> = {
  download: { rounds: 13, lines: 8, delay: 4 },
  unpack: { rounds: 13, lines: 4, delay: 12 },
  decode: { rounds: 13, lines: 12, delay: 4 },
  training: { rounds: 13, lines: 20, delay: 6 },
  checkpoint: { rounds: 13, lines: 12, delay: 6 },
  publish: { rounds: 13, lines: 12, delay: 6 },
  lock: { rounds: 10, lines: 6, delay: 3 },
  model: { rounds: 4, lines: 8, delay: 6 },
  record: { rounds: 5, lines: 4, delay: 4 },
  pins: { rounds: 4, lines: 4, delay: 6 },
  sweep: { rounds: 4, lines: 40, delay: 6 },
};

/**
 * Starts a process and kills it: some milliseconds after it has said so many
 * lines. It never ends by itself, so that no kill comes too late.
 *
 * @returns all lines that it said before the signal came
 */
async function killed(
  args: readonly string[],
  lines: number,
  delay: number,
): Promise<readonly string[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-check",
      "-A",
      "--config",
      CONFIG,
      CHILD,
      ...args,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const error = new Response(child.stderr).text();
  const end = (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // It failed before, and says so below.
    }
  };
  const stuck = setTimeout(() => end("SIGABRT"), STUCK_MS);
  const said: string[] = [];
  let rest = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const [last = "", ...earlier] = (rest + text).split("\n").toReversed();
    // A line that a kill tore was no promise.
    rest = last;
    said.push(...earlier.toReversed());
    if (said.length >= lines) timer ??= setTimeout(end, delay, "SIGKILL");
  }
  const { signal } = await child.status;
  clearTimeout(timer);
  clearTimeout(stuck);
  assert.equal(signal, "SIGKILL", await error);
  return said;
}

/** Of all stages so far. */
let kills = 0;

/** Kills a stage round by round, and looks what is left after each. */
async function survives(
  name: StageName,
  { rounds, lines, delay }: Plan,
): Promise<void> {
  await withMaterial(async (root, { url }) => {
    const random = stream(7, "crash", name);
    const processes: (readonly string[])[] = [];
    const left = { store: await openStore(root), processes };
    for (let round = 0; round < rounds; round++) {
      const first = Math.max(-1, ...doneTurns(left)) + 1;
      processes.push(
        ...await Promise.all([0, 1].map(() =>
          killed(
            [name, root, url, `${first}`],
            1 + Math.floor(random.float() * lines),
            random.float() * delay,
          )
        )),
      );
      kills += 2;
      await check(name, left);
    }
    // Whoever comes next waits for nobody, and needs to unlock nothing.
    const store = await openStore(root);
    const turn = await stages[name].prepare();
    const at = Math.max(-1, ...doneTurns(left)) + 1;
    const said: string[] = [];
    await turn({ store, url, at, say: (line) => said.push(line) });
    assert.deepEqual(said.filter((line) => line.startsWith("waits")), []);
    processes.push(said);
    await check(name, left);
    assert.deepEqual(await namesIn(join(root, "tmp")), []);
  });
}

Deno.test("killed at any moment, two processes for one key leave nothing torn and nothing lost", async (t) => {
  for (const [name, plan] of Object.entries(PLANS)) {
    await t.step(
      `${name}, ${plan.rounds} times two kills`,
      () => survives(name as StageName, plan),
    );
  }
  assert.ok(kills >= 200, `${kills} kills`);
});
