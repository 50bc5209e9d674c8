import assert from "node:assert/strict";
import { join } from "node:path";
import { Desk } from "../_cli.ts";
import { allow, GATES } from "../_gate.ts";
import { points } from "../_pipelines.ts";
import { web } from "../_web.ts";
import { tellsParents, trainerOf } from "../_processes.ts";
import { choicesText, contentOf } from "../../../src/flow/clean/choice.ts";
import { watching } from "./_watching.ts";

const constant = (epochs: number, more = "") =>
  `leat.constant(${epochs}, { learningRate: 0.1, batch: 16${more} })`;

/** Hours of steps, to be stopped in their midst. */
const long = () =>
  points({
    source: `leat.rows(
  Array.from({ length: 400 }, (_, at) => ({ at, x: Math.sin(at), y: at % 7 })),
  { id: "at" },
)`,
    fit: "leat.constant(200, { learningRate: 0.01, batch: 2 })",
  });

/** Where a run is, to be compared. */
const place = ({ epoch, step }: { epoch: number; step: number }) =>
  epoch * 1e6 + step;

const names = (nodes: readonly { readonly name: string }[]) =>
  nodes.map(({ name }) => name);

const running = (
  nodes: readonly { readonly name: string; readonly state: string }[],
) => names(nodes.filter(({ state }) => state !== "reuse"));

/** A pipeline that is held in its first epoch until it is let on. */
const gated = (epochs: number) =>
  points({
    before: GATES,
    metrics: "[leat.errorRate(), epochGate({})]",
    fit: constant(epochs),
  });

Deno.test("watch trains, and each save runs what it changes", async () => {
  await using desk = await Desk.open();
  await desk.save("p.ts", points());
  await using watch = watching(desk, "./p.ts");
  const files = await watch.next("watch.files");
  assert.deepEqual(files.files, [join(desk.folder, "p.ts")]);
  const first = await watch.ended();
  assert.equal(first.status, "ok");
  assert.ok(first.executed.includes("fit/training/1"));

  // A comment runs nothing.
  await desk.save("p.ts", `// a comment\n${points()}`);
  const saved = await watch.next("watch.saved");
  assert.deepEqual(saved.files, [join(desk.folder, "p.ts")]);
  const same = await watch.next("watch.unchanged");
  assert.equal(same.status, "ok");

  // A metric runs no epoch.
  const metrics = "[leat.errorRate(), leat.accuracy()]";
  await desk.save("p.ts", points({ metrics }));
  const plan = await watch.next("watch.plan");
  assert.deepEqual(running(plan.nodes), ["metrics/accuracy", "model"]);
  const more = await watch.ended();
  assert.equal(more.gen, plan.gen);
  assert.deepEqual(more.executed, ["metrics/accuracy", "model"]);
  assert.deepEqual(Object.keys(more.metrics), ["error_rate", "accuracy"]);

  // One more epoch at a constant rate goes on from the first.
  await desk.save("p.ts", points({ metrics, fit: constant(2) }));
  const longer = await watch.ended();
  assert.ok(longer.executed.includes("fit/training/2"));
  assert.ok(!longer.executed.includes("fit/training/1"));
  assert.equal(await watch.quit(), 0);
  assert.equal(watch.events.at(-1)?.type, "watch.end");
});

Deno.test("a file that does not parse leaves the run alone, which ends as if nothing was", async () => {
  await using desk = await Desk.open();
  await desk.save("p.ts", gated(3));
  await allow(desk, 0);
  await using watch = watching(desk, "./p.ts");
  await watch.next("batch");
  await desk.save("p.ts", gated(3).slice(0, -40));
  const half = await watch.next("error");
  assert.match(half.message ?? "", /^Cannot load /);
  assert.equal(half.gen, 2);
  // Gone, and back in one step, as editors save.
  await Deno.remove(join(desk.folder, "p.ts"));
  const gone = await watch.next("error");
  assert.match(gone.message ?? "", /there is no file/);
  await desk.save("p.ts", gated(3));
  const same = await watch.next("watch.unchanged");
  assert.equal(same.status, "running");
  assert.equal(watch.of(1, "run.end").length, 0, "it still runs");
  await allow(desk, "all");
  const end = await watch.ended();
  assert.equal(end.gen, 1);
  assert.equal(end.status, "ok");
  assert.equal(watch.of(1, "watch.superseded").length, 0);
  assert.equal(await watch.quit(), 0);

  const elsewhere = { LEAT_CACHE: join(desk.folder, "elsewhere") };
  const unbroken = await desk.train("./p.ts", [], elsewhere);
  assert.deepEqual(end.outputs, unbroken.end.outputs);
});

Deno.test("a changed fit stops the run after its step, and to take it back goes on from there", async () => {
  await using desk = await Desk.open();
  await desk.save("p.ts", long());
  await using watch = watching(desk, "./p.ts", ["--auto"]);
  await watch.next("batch", ({ epoch }) => epoch === 2);
  await desk.save("p.ts", points());
  const superseded = await watch.next("watch.superseded");
  assert.equal(superseded.gen, 1);
  const stopped = await watch.next("run.end");
  assert.equal(stopped.status, "cancelled");
  const other = await watch.ended();
  assert.equal(other.status, "ok");
  assert.equal(other.gen, superseded.by);

  await desk.save("p.ts", long());
  const plan = await watch.next("watch.plan");
  const first = plan.nodes.find(({ name }) => name === "fit/training/1");
  assert.equal(first?.state, "reuse");
  const again = await watch.next("batch");
  const last = watch.of(1, "batch").at(-1);
  assert.ok(last && place(again) > place(last), "no step is done twice");
  assert.equal(watch.of(plan.gen, "epoch")[0]?.epoch, 1, "the table is whole");
  const folder = join(desk.cache, "runs");
  assert.equal([...Deno.readDirSync(folder)].length, 3, "all are recorded");
  await watch.type("q");
  const end = await watch.next("run.end");
  assert.equal(end.status, "cancelled");
  assert.equal(await watch.code(), 0);
});

Deno.test("a run goes on while what it does is a part of the next", async () => {
  await using desk = await Desk.open();
  await desk.save("p.ts", gated(400));
  await allow(desk, 0);
  await using watch = watching(desk, "./p.ts");
  await watch.next("batch");
  await desk.save("p.ts", gated(1));
  const follows = await watch.next("watch.follows");
  assert.equal(follows.after, 1);
  await allow(desk, "all");
  // The second epoch is none of the next run's.
  const superseded = await watch.next("watch.superseded");
  assert.equal(superseded.by, follows.gen);
  assert.equal(watch.of(1, "epoch").length, 1);
  const end = await watch.ended();
  assert.equal(end.gen, follows.gen);
  assert.ok(end.reused.includes("fit/training/1"));
  assert.equal(await watch.quit(), 0);
});

Deno.test("a file that the pipeline imports counts, also one that is not there yet", async () => {
  await using desk = await Desk.open();
  const fit = "fit";
  await desk.save(
    "p.ts",
    points({ before: 'import { fit } from "./parts/fit.ts";', fit }),
  );
  await using watch = watching(desk, "./p.ts");
  const absent = await watch.next("error");
  assert.match(absent.message ?? "", /^Cannot load /);
  const part = (epochs: number) =>
    `import { constant } from "leat";
export const fit = constant(${epochs}, { learningRate: 0.1, batch: 16 });
`;
  await desk.save("parts/fit.ts", part(1));
  const first = await watch.ended();
  assert.equal(first.status, "ok");
  await desk.save("parts/fit.ts", part(2));
  const saved = await watch.next("watch.saved");
  assert.deepEqual(saved.files, [join(desk.folder, "parts/fit.ts")]);
  const second = await watch.ended();
  assert.ok(second.executed.includes("fit/training/2"));
  assert.equal(await watch.quit(), 0);
});

Deno.test("choices about items count, also those of a file that is not there yet", async () => {
  await using desk = await Desk.open();
  const source = 'leat.rows(points, { id: "at", clean: "./p.clean.jsonl" })';
  const pipeline = await desk.save("p.ts", points({ source }));
  await using watch = watching(desk, "./p.ts");
  const file = join(desk.folder, "p.clean.jsonl");
  let { files } = await watch.next("watch.files");
  if (!files.includes(file)) ({ files } = await watch.next("watch.files"));
  assert.deepEqual([...files].sort(), [file, pipeline]);
  assert.equal((await watch.ended()).status, "ok");

  const content = contentOf({
    id: "7",
    item: { at: 7, x: Math.sin(7), y: Math.cos(21) },
  });
  await desk.save(
    "p.clean.jsonl",
    choicesText(
      new Map([["7", { item: "7", choice: "drop", was: "right", content }]]),
    ),
  );
  const plan = await watch.next("watch.plan");
  assert.ok(running(plan.nodes).includes("source"));
  assert.equal((await watch.ended()).status, "ok");
});

Deno.test("a file that varies a pipeline from the web is watched, once that is pinned", async () => {
  await using desk = await Desk.open();
  await using there = web({ "/p.ts": points() });
  const varied = (epochs: number) =>
    `import p from ${JSON.stringify(`${there.url}/p.ts`)};
import * as leat from "leat";
export default leat.pipeline({ ...p.spec, fit: leat.${
      constant(epochs).slice(5)
    } });
`;
  const file = await desk.save("p.ts", varied(1));
  {
    await using unpinned = watching(desk, "./p.ts");
    const { remedy = "" } = await unpinned.next("error");
    assert.match(remedy, /update \.\/p\.ts --yes$/);
    await desk.run(["update", "./p.ts", "--yes"]);
    // It is asked about anew, as the lock is no part of it.
    await unpinned.type("r");
    const { status } = await unpinned.ended();
    assert.equal(status, "ok");
    assert.equal(await unpinned.quit(), 0);
  }
  await using watch = watching(desk, "./p.ts");
  const { files } = await watch.next("watch.files");
  assert.deepEqual(files, [file]);
  assert.deepEqual((await watch.ended()).executed, []);
  await desk.save("p.ts", varied(2));
  const again = await watch.ended();
  assert.equal(again.executed[0], "fit/training/2");
  // The first was trained as the only one.
  const counts = again.history.map(({ epoch, epochs }) => [epoch, epochs]);
  assert.deepEqual(counts, [[1, 2], [2, 2]]);
  assert.deepEqual(
    watch.of(again.gen, "epoch").map(({ epochs }) => epochs),
    [2, 2],
  );
  assert.equal(await watch.quit(), 0);
});

Deno.test("what takes longer than the budget waits for a key", async () => {
  await using desk = await Desk.open();
  await desk.save("p.ts", points());
  await using watch = watching(desk, "./p.ts", ["--budget", "0"]);
  const first = await watch.ended();
  assert.equal(first.status, "ok", "the command itself is consent");
  const other = (seed: number) =>
    points({ fit: constant(1, `, seed: ${seed}`) });
  await desk.save("p.ts", other(5));
  const plan = await watch.next("watch.plan");
  assert.equal(plan.waits, true);
  assert.ok((plan.seconds ?? 0) > 0);
  await desk.save("p.ts", `// a comment\n${other(5)}`);
  assert.equal((await watch.next("watch.unchanged")).status, "waiting");
  await watch.type("");
  const second = await watch.ended();
  assert.equal(second.gen, plan.gen);
  assert.ok(second.executed.includes("fit/training/1"));

  // What waited is not what the file says any more.
  await desk.save("p.ts", other(6));
  assert.equal((await watch.next("watch.plan")).waits, true);
  await desk.save("p.ts", "export default leat.");
  await watch.next("error");
  await desk.save("p.ts", other(5));
  assert.equal((await watch.next("watch.unchanged")).status, "ok");
  assert.equal(await watch.quit(), 0);
});

Deno.test({
  name: "watch survives a trainer that is killed, and tries again when asked",
  ignore: !tellsParents,
  fn: async () => {
    await using desk = await Desk.open();
    await desk.save("p.ts", long());
    await using watch = watching(desk, "./p.ts");
    await watch.next("batch");
    Deno.kill(trainerOf(watch.child.pid) ?? 0, "SIGKILL");
    assert.equal((await watch.ended()).status, "failed");
    await desk.save("p.ts", `// a comment\n${long()}`);
    assert.equal((await watch.next("watch.unchanged")).status, "failed");
    await watch.type("r");
    await watch.next("batch");
    watch.child.kill("SIGINT");
    assert.equal((await watch.next("run.end")).status, "cancelled");
    assert.equal(await watch.code(), 130);
  },
});

Deno.test("watch ends by Ctrl-C when nothing runs, and by 2 where there is nothing", async () => {
  await using desk = await Desk.open();
  await desk.save("p.ts", "export default 1");
  await using watch = watching(desk, "./p.ts");
  await watch.next("error");
  watch.child.kill("SIGINT");
  assert.equal(await watch.code(), 130);
  for (const spoken of ["./absent.ts", "https://host.example/p.ts"]) {
    await using absent = watching(desk, spoken);
    assert.match((await absent.next("error")).message ?? "", /^Cannot /);
    assert.equal(await absent.code(), 2);
  }
  const { code, err } = await desk.run(["watch", "./p.ts", "--budget", "-1"]);
  assert.equal(code, 2);
  assert.match(err, /Write a number of seconds/);
});

Deno.test("watch ends when nobody reads its events any more", async () => {
  await using desk = await Desk.open();
  await desk.save("p.ts", "export default 1");
  const child = desk.start(["watch", "./p.ts", "--json"]);
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes('"error"')) text += (await reader.read()).value ?? "";
  await reader.cancel();
  await desk.save("p.ts", "export default 2");
  assert.equal((await child.status).code, 0);
  await child.stderr.cancel();
});

/** What is printed until a line of it. */
async function printed(watch: Deno.ChildProcess, until: RegExp) {
  let text = "";
  for await (
    const chunk of watch.stdout.pipeThrough(new TextDecoderStream())
  ) {
    text += chunk;
    if (until.test(text)) {
      watch.kill("SIGINT");
    }
  }
  await watch.stderr.cancel();
  return { text, code: (await watch.status).code };
}

Deno.test("train --watch tells a person", async () => {
  await using desk = await Desk.open();
  await desk.save("p.ts", points());
  const child = desk.start(["train", "./p.ts", "--watch"]);
  const { text, code } = await printed(child, / in all\n/);
  assert.equal(code, 130);
  assert.match(
    text,
    /^Watching p\.ts \(a line on standard input runs it again, q ends\)\n/,
  );
  assert.match(text, /\nno record: .* run\n/);
  assert.match(text, /\nerror_rate /);
});
