import assert from "node:assert/strict";
import { join } from "node:path";
import { isLive } from "../../../src/app/runs/run_files.ts";
import { RunStore } from "../../../src/app/runs/run_store.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import { Desk, eventsOf, finished, watched } from "../_cli.ts";
import { points } from "../_pipelines.ts";

Deno.test("runs lists, shows, compares and forgets what was trained", async () => {
  await using desk = await Desk.open();
  const none = await desk.run(["runs"]);
  assert.deepEqual([none.code, none.out], [0, "No run is recorded yet\n"]);
  // To look is not to begin a record.
  await assert.rejects(Deno.stat(desk.cache), Deno.errors.NotFound);

  await desk.write("first.ts", points());
  const first = await desk.train("./first.ts");
  const second = await desk.train("./first.ts", ["--set", "fit.epochs=2"]);
  const again = await desk.train("./first.ts", ["--set", "fit.epochs=2"]);
  const short = ({ end }: typeof first) => end.run?.split("-").at(-1) ?? "";

  const listed = await desk.run(["runs"]);
  const rows = listed.out.trimEnd().split("\n").slice(1);
  assert.deepEqual(
    rows.map((row) => row.split(/ +/)[0]),
    [again, second, first].map(short),
  );
  assert.match(rows[0] ?? "", /\.\/first\.ts {2}ok .*fit\.epochs=2$/);

  const json = await desk.run(["runs", "--json", "--limit", "1"]);
  const run = JSON.parse(json.out);
  assert.deepEqual(
    [run.id, run.status, run.metrics],
    [again.end.run, "ok", again.end.metrics],
  );
  const others = await desk.run(["runs", "--pipeline", "another"]);
  assert.equal(others.out, "No run of another is recorded yet\n");

  const page = await desk.run(["runs", "show", short(second)]);
  assert.match(page.out, new RegExp(`^Run ${second.end.run}\n`));
  assert.match(page.out, /\n {2}fit\/training\/2 +[0-9a-f]{10} {2}computed/);
  assert.match(page.out, /\n {2}fit\/training\/1 +[0-9a-f]{10} {2}reused/);
  assert.match(
    page.out,
    /deno task train \.\/first\.ts --set fit\.epochs=2\n$/,
  );

  const compared = await desk.run(["runs", "compare", "last~2", "last"]);
  assert.match(compared.out, /\n {2}fit\.epochs 1 -> 2\n/);
  assert.match(
    compared.out,
    /\nThe first node that differs is fit\/training\/2: only the second run has it\n/,
  );
  const equal = JSON.parse(
    (await desk.run(["runs", "compare", "last~1", "last", "--json"])).out,
  );
  assert.deepEqual([equal.equal, equal.first, equal.params], [true, null, []]);

  // One that is over tells all it told, and how it went.
  const followed = await desk.run(["runs", "follow", "last", "--json"]);
  assert.equal(followed.code, 0);
  assert.deepEqual(JSON.parse(followed.out.trimEnd().split("\n").at(-1)!), {
    ...again.end,
  });
  const idle = await desk.run(["runs", "follow"]);
  assert.equal(idle.code, 2);
  assert.match(idle.err, /^Error: Cannot follow a run: none is under way\n/);

  const gone = await desk.run(["runs", "forget", short(first), "last"]);
  assert.equal(gone.code, 0);
  assert.match(gone.out, /^Forgot .{6} \(.*\)\nForgot .{6} \(.*\)\n$/);
  using runs = RunStore.read(desk.cache);
  assert.deepEqual(runs.list().map(({ id }) => id), [second.end.run]);
  const folders = [...Deno.readDirSync(join(desk.cache, "runs"))];
  assert.deepEqual(folders.map(({ name }) => name), [second.end.run]);
  const unknown = await desk.run(["runs", "show", short(first)]);
  assert.equal(unknown.code, 2);
  assert.match(
    unknown.err,
    /^Error: Cannot find run ".{6}": 1 run is recorded/,
  );
});

Deno.test("two follow a run that goes on; it is not forgotten; both end when it is killed", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "long.ts",
    points({ fit: "leat.constant(5_000, { learningRate: 0.1, batch: 16 })" }),
  );
  const trainer = desk.start(["train", "./long.ts", "--json"]);
  const started = Promise.withResolvers<void>();
  const training = watched(trainer, ({ type }) => {
    if (type === "epoch") started.resolve();
  });
  await Promise.race([started.promise, training]);

  const forgotten = desk.run(["runs", "forget", "last"]);
  const followers = ["1", "2"].map(() => {
    const child = desk.start(["runs", "follow", "--json"]);
    const seen = Promise.withResolvers<void>();
    const events: RunEvent[] = [];
    const done = watched(child, (event) => {
      events.push(event);
      if (eventsOf(events, "epoch").length === 3) seen.resolve();
    });
    return { events, done, seen: Promise.race([seen.promise, done]) };
  });
  await Promise.all(followers.map(({ seen }) => seen));
  const refused = await forgotten;
  trainer.kill("SIGKILL");
  await training;

  assert.equal(refused.code, 2);
  assert.match(
    refused.err,
    /^Error: Cannot forget run ".*": it is under way\n/,
  );
  const ends = await Promise.all(followers.map(({ done }) => done));
  for (const { code, err } of ends) {
    assert.equal(code, 1);
    assert.match(
      err,
      /^Error \(runs\): Cannot follow run .*: its process was killed\n/,
    );
  }
  // Both saw the same, from the beginning on.
  const [one, two] = followers.map(({ events }) => events);
  assert.equal(one?.[0]?.type, "run.start");
  assert.deepEqual(one, two);

  using runs = RunStore.read(desk.cache);
  const [run] = runs.list();
  assert.ok(run && !await isLive(desk.cache, run.id));
  assert.equal(run.description?.fit.op, "constant");
  const listed = await finished(desk.start(["runs"]));
  assert.match(listed.out, /\.\/long\.ts {2}killed/);
  const page = await finished(desk.start(["runs", "show", "last"]));
  assert.match(page.out, /Its process was killed/);
  assert.match(page.out, /\n {2}fit\/training\/1 +[0-9a-f]{10} {2}computed/);
});
