import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { type LockedRun, lockText } from "../../../src/app/lock/lock.ts";
import { readLock } from "../../../src/app/lock/lock_file.ts";
import type { VerifyEnd, VerifyEvent } from "../../../src/app/verify/verify.ts";
import { Desk, watched } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { serve } from "../_server.ts";

interface Verified {
  readonly code: number;
  readonly end: VerifyEnd;
  readonly events: readonly VerifyEvent[];
  /** Of the error, if there is one. */
  readonly message: string;
  readonly remedy: string;
}

/** Verifies with `--json`. */
async function verified(
  desk: Desk,
  pipeline: string,
  options: readonly string[] = [],
): Promise<Verified> {
  const args = ["verify", pipeline, "--json", ...options];
  const { code, out, err } = await desk.run(args);
  const events = out.split("\n").filter((line) => line !== "")
    .map((line): VerifyEvent => JSON.parse(line));
  const end = events.at(-1);
  if (end?.type !== "verify.end") throw new Error(`No end: ${out}${err}`);
  const error = events.find((event) => event.type === "error");
  const { message = "", remedy = "" } = error ?? {};
  return { code, end, events, message, remedy };
}

/** A desk with a pipeline that is recorded. */
async function recorded(text = points()): Promise<Desk> {
  const desk = await Desk.open();
  await desk.write("p.ts", text);
  const told = await desk.train("./p.ts", ["--lock"]);
  assert.equal(told.code, 0, told.error.message);
  return desk;
}

const lockOf = (desk: Desk) => join(desk.folder, "leat.lock");

let record: Promise<string> | undefined;

/** The same, with the record alone: what it was trained to lies elsewhere. */
async function withRecord(): Promise<Desk> {
  record ??= (async () => {
    await using desk = await recorded();
    return await Deno.readTextFile(lockOf(desk));
  })();
  const text = await record;
  const desk = await Desk.open();
  await desk.write("p.ts", points());
  await desk.write("leat.lock", text);
  return desk;
}

/** Changes the record of a pipeline by hand. */
async function tampered(
  desk: Desk,
  change: (run: LockedRun) => Partial<LockedRun>,
): Promise<void> {
  const lock = await readLock(lockOf(desk));
  const runs = Object.entries(lock.runs).map((
    [name, run],
  ) => [name, { ...run, ...change(run) }] as const);
  const changed = { ...lock, runs: Object.fromEntries(runs) };
  await Deno.writeTextFile(lockOf(desk), lockText(changed));
}

const namesIn = (...parts: readonly string[]) =>
  [...Deno.readDirSync(join(...parts))].map(({ name }) => name).sort();

Deno.test("verify trains anew in a clean cache, and leaves nothing behind", async () => {
  await using desk = await recorded();
  const before = namesIn(desk.cache);
  const lock = await Deno.readTextFile(lockOf(desk));
  const { code, end, events } = await verified(desk, "./p.ts");
  assert.equal(code, 0);
  assert.equal(end.status, "same");
  assert.equal(end.trained, true);
  assert.equal(end.kept, null);
  assert.equal(end.verdict?.comparison, "hashes");
  assert.deepEqual(end.verdict?.differences, []);
  const plan = events.find((event) => event.type === "plan");
  assert.ok(plan?.nodes.every(({ state }) => state === "run"));
  assert.deepEqual(namesIn(desk.cache), before);
  assert.deepEqual(namesIn(desk.cache, "tmp"), []);
  assert.equal(await Deno.readTextFile(lockOf(desk)), lock);
});

Deno.test("verify repeats a training with the forms of kernels that it had, whatever was measured since", async () => {
  await using desk = await recorded();
  const folder = join(desk.cache, "leat", "tuning");
  const [name = ""] = namesIn(folder);
  const kept = JSON.parse(await Deno.readTextFile(join(folder, name)));
  const forms = Object.fromEntries(
    Object.keys(kept.forms).map((kernel) => [kernel, "shared"]),
  );
  const text = JSON.stringify({ ...kept, forms, measured: true });
  await Deno.writeTextFile(join(folder, name), text);
  const { end, events } = await verified(desk, "./p.ts");
  assert.deepEqual(end.verdict?.machine, []);
  assert.equal(end.verdict?.comparison, "hashes");
  assert.equal(end.status, "same");
  const computing = events.find((event) => event.type === "adapter");
  assert.notEqual(
    computing?.adapter["convolutions"],
    "in shared memory: all",
  );
  const { end: loops } = await verified(desk, "./p.ts", ["--no-tune"]);
  const differing = loops.verdict?.machine.map(({ name }) => name) ?? [];
  const hadLoops = Object.values(kept.forms).every((form) =>
    form === "compact"
  );
  assert.deepEqual(differing, hadLoops ? [] : ["forms of kernels"]);
});

Deno.test("verify --keep keeps the cache, in which the model answers", async () => {
  await using desk = await recorded();
  for (const _ of ["once", "and again in its place"]) {
    const { end } = await verified(desk, "./p.ts", ["--keep"]);
    assert.deepEqual(namesIn(desk.cache, "verified").length, 1);
    const model = namesIn(end.kept ?? "", "models");
    assert.deepEqual(model, namesIn(desk.cache, "models"));
  }
  const { code, out } = await desk.run(["verify", "./p.ts", "--keep"]);
  assert.equal(code, 0);
  assert.match(
    out,
    /\nSame: every hash, loss and metric is as it was recorded/,
  );
  assert.match(out, /\nKept: LEAT_CACHE=.*\n.* in all\n$/);
  assert.doesNotMatch(out, /Model:/);
  const held = await desk.run(["cache", "list"]);
  assert.match(held.out, /^ {2}kept by verify +1 +[\d.]+ KiB /m);
});

Deno.test("verify names the first node that an edit changes", async () => {
  await using desk = await withRecord();
  for (
    const [node, trained, settings, parts] of [
      ["source", false, ["source"], { before: "points.pop();" }],
      ["label", false, [], {
        label: '(row) => row.x > 0.1 ? "right" : "left"',
      }],
      ["split", false, ["split"], {
        split: "leat.random({ valid: 0.25, seed: 2 })",
      }],
      ["fit/training/1", true, ["fit"], {
        fit: "leat.constant(1, { learningRate: 0.1, batch: 16, seed: 5 })",
      }],
      ["metrics/accuracy", true, ["metrics"], {
        metrics: "[leat.errorRate(), leat.accuracy()]",
      }],
    ] as const
  ) {
    await desk.write("p.ts", points(parts));
    const { code, end } = await verified(desk, "./p.ts");
    assert.equal(code, 1, node);
    assert.equal(end.status, "differs");
    assert.equal(end.trained, trained);
    assert.equal(end.verdict?.first?.node, node);
    assert.deepEqual(end.verdict?.settings, settings);
  }
});

Deno.test("verify finds a record that was written by hand", async () => {
  await using desk = await withRecord();
  await tampered(desk, ({ nodes }) => ({
    nodes: { ...nodes, predictions: sha256("wishes") },
  }));
  const { code, end } = await verified(desk, "./p.ts");
  assert.equal(code, 1);
  assert.equal(end.verdict?.first?.node, "predictions");
  assert.equal(end.verdict?.first?.recorded, sha256("wishes"));
  await desk.write("leat.lock", "<<<<<<< HEAD\n{}\n=======\n>>>>>>> main\n");
  const torn = await verified(desk, "./p.ts");
  assert.equal(torn.code, 1);
  assert.match(torn.message, /it holds the marks of a conflict$/);
});

Deno.test("verify compares metrics where another adapter made the record", async () => {
  await using desk = await withRecord();
  const elsewhere = (run: LockedRun, error_rate: number) => ({
    adapter: { ...run.adapter, name: "Another adapter" },
    nodes: { ...run.nodes, "fit/training/1": sha256("x"), model: sha256("y") },
    epochs: { "fit/training/1": { train_loss: 0.1, valid_loss: 0.2 } },
    metrics: { error_rate },
  });
  await tampered(desk, (run) => elsewhere(run, 0.015));
  const near = await verified(desk, "./p.ts");
  assert.equal(near.code, 0, near.message);
  assert.equal(near.end.verdict?.comparison, "metrics");
  assert.equal(near.end.verdict?.machine[0]?.recorded, "Another adapter");
  await tampered(desk, (run) => elsewhere(run, 0.5));
  const far = await verified(desk, "./p.ts");
  assert.equal(far.code, 1);
  assert.deepEqual(far.end.verdict?.first, {
    node: "metrics/error_rate",
    what: "value",
    recorded: 0.5,
    found: 0,
  });
});

Deno.test("verify holds to what the pipeline claims, and to the tolerance that it states", async () => {
  const claiming = (...claims: readonly string[]) =>
    points({ expect: `[${claims.join()}]` });
  await using desk = await recorded(claiming("leat.errorRate.within(0.01)"));
  await tampered(desk, ({ adapter, metrics }) => ({
    adapter: { ...adapter, name: "Another adapter" },
    metrics: { ...metrics, error_rate: 0.015 },
  }));
  const far = await verified(desk, "./p.ts");
  assert.equal(far.end.status, "differs");
  assert.deepEqual(far.end.verdict?.metrics["error_rate"], {
    recorded: 0.015,
    found: 0,
    tolerance: 0.01,
    stated: true,
  });
  await desk.write("p.ts", claiming("leat.errorRate.within(0.02)"));
  assert.equal((await verified(desk, "./p.ts")).code, 0);
  await desk.write("p.ts", claiming("leat.errorRate.above(0.9)"));
  const disowned = await verified(desk, "./p.ts");
  assert.equal(disowned.code, 1);
  assert.equal(disowned.end.status, "failed");
  assert.match(disowned.message, /error_rate/);
  assert.equal(disowned.end.verdict?.same, true, "as it was recorded");
});

Deno.test("verify asks for a record where there is none, of each pipeline of a file", async () => {
  await using desk = await Desk.open();
  const text = points().replace("export default", "const first =") + `
export default first;
export const other = leat.pipeline({
  ...first.spec,
  fit: leat.constant(1, { learningRate: 0.1, batch: 16, seed: 9 }),
});
`;
  await desk.write("p.ts", text);
  const none = await verified(desk, "./p.ts");
  assert.equal(none.code, 2);
  assert.equal(
    none.message,
    `Cannot verify "./p.ts": "${lockOf(desk)}" holds no record of it`,
  );
  assert.match(none.remedy, /: deno task train \.\/p\.ts --lock$/);
  assert.equal((await desk.train("./p.ts#other", ["--lock"])).code, 0);
  const one = await verified(desk, "./p.ts");
  assert.equal(one.code, 2);
  assert.match(one.message, /no record of it; it has one of "p#other"$/);
  assert.equal((await verified(desk, "./p.ts#other")).code, 0);
  assert.equal((await desk.train("./p.ts", ["--lock"])).code, 0);
  assert.equal((await verified(desk, "./p.ts")).code, 0);
  assert.equal((await verified(desk, "./absent.ts")).code, 2);
});

const CSV = `at,x,y\n${
  Array.from({ length: 64 }, (_, at) => `${at},${Math.sin(at)},${at % 5}`)
    .join("\n")
}\n`;

Deno.test("verify --frozen refuses what is not pinned, and fetches nothing twice", async () => {
  await using server = serve([["/p.csv", new TextEncoder().encode(CSV)]]);
  await using desk = await recorded(points({
    before: `import { z } from "zod";
const table = leat.dataset({
  kind: "archive", name: "points", licence: "MIT", url: "${server.url}/p.csv",
});
const row = z.object({ at: z.number(), x: z.number(), y: z.number() });`,
    source: 'leat.table(table, row, { file: "p.csv", id: "at" })',
  }));
  assert.equal((await verified(desk, "./p.ts", ["--frozen"])).code, 0);
  assert.equal(server.asked.length, 1, "the user's cache has it");
  const lock = await readLock(lockOf(desk));
  await Deno.writeTextFile(
    lockOf(desk),
    lockText({ ...lock, datasets: {} }),
  );
  assert.equal((await verified(desk, "./p.ts")).code, 0);
  assert.deepEqual((await readLock(lockOf(desk))).datasets, {}, "unchanged");
  const { code, end, message } = await verified(desk, "./p.ts", ["--frozen"]);
  assert.equal(code, 1);
  assert.equal(end.status, "failed");
  assert.match(message, /does not pin it$/);
});

Deno.test("a stopped verification leaves nothing behind", async () => {
  await using desk = await withRecord();
  const fit = "leat.constant(400, { learningRate: 0.01, batch: 4 })";
  await desk.write("p.ts", points({ fit }));
  const child = desk.start(["verify", "./p.ts", "--json"]);
  let stopped = false;
  const { code, out } = await watched(child, (event) => {
    if (stopped || event.type !== "epoch") return;
    stopped = true;
    child.kill("SIGINT");
  });
  assert.equal(code, 130);
  const end: VerifyEnd = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "");
  assert.equal(end.status, "cancelled");
  assert.equal(end.verdict, null);
  assert.deepEqual(namesIn(desk.cache, "tmp"), []);
});
