import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { readLock } from "../../../src/app/lock/lock_file.ts";
import { Desk, eventsOf } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { serve, type Server } from "../_server.ts";

const line = (at: number) => `${at},${Math.sin(at)},${Math.cos(at * 3)}`;
const CSV = `at,x,y\n${
  Array.from({ length: 64 }, (_, at) => line(at)).join("\n")
}\n`;
const bytes = (text: string) => new TextEncoder().encode(text);

/** Points in a table that a server has. */
function fetchedPoints(url: string, more = ""): string {
  return points({
    before: `import { z } from "zod";
const table = leat.dataset({
  kind: "archive", name: "points", licence: "MIT", url: "${url}", ${more}
});
const row = z.object({ at: z.number(), x: z.number(), y: z.number() });`,
    source: 'leat.table(table, row, { file: "points.csv", id: "at" })',
  });
}

/** Runs with a desk and a server that has the table. */
async function withTable(
  run: (desk: Desk, server: Server, url: string) => Promise<void>,
): Promise<void> {
  await using desk = await Desk.open();
  await using server = serve([["/points.csv", bytes(CSV)]]);
  const url = `${server.url}/points.csv`;
  await desk.write("p.ts", fetchedPoints(url));
  await run(desk, server, url);
}

const lockOf = (desk: Desk) => readLock(join(desk.folder, "leat.lock"));

Deno.test("train pins what it fetched beside the pipeline, once", () =>
  withTable(async (desk, _server, url) => {
    const first = await desk.train("./p.ts");
    assert.equal(first.code, 0, first.error.message);
    const pin = { sha256: sha256(CSV), size: CSV.length };
    const lock = await lockOf(desk);
    assert.deepEqual(lock.datasets, { [url]: pin });
    assert.deepEqual(lock.runs, {});
    const path = join(desk.folder, "leat.lock");
    const { mtime } = await Deno.stat(path);
    const second = await desk.train("./p.ts", ["--frozen"]);
    assert.equal(second.code, 0, second.error.message);
    assert.deepEqual((await Deno.stat(path)).mtime, mtime);
  }));

Deno.test("train writes no lock where nothing is fetched, nor with --no-lock", () =>
  withTable(async (desk) => {
    await desk.write("plain/p.ts", points());
    assert.equal((await desk.train("./plain/p.ts")).code, 0);
    assert.equal((await desk.train("./p.ts", ["--no-lock"])).code, 0);
    for (const folder of [desk.folder, join(desk.folder, "plain")]) {
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
      assert.ok(!names.includes("leat.lock"), folder);
    }
    const frozen = await desk.train("./plain/p.ts", ["--frozen"]);
    assert.equal(frozen.code, 0, frozen.error.message);
  }));

Deno.test("train --frozen fetches nothing that the lock does not pin", () =>
  withTable(async (desk, server, url) => {
    const told = await desk.train("./p.ts", ["--frozen"]);
    assert.equal(told.code, 1);
    const path = join(desk.folder, "leat.lock");
    assert.equal(
      told.error.message,
      `Cannot use "${url}": "${path}" does not pin it`,
    );
    assert.match(told.error.remedy ?? "", /Train without --frozen to pin it/);
    assert.deepEqual(server.asked, []);
    assert.ok(
      ![...Deno.readDirSync(desk.folder)].some(({ name }) =>
        name === "leat.lock"
      ),
    );
  }));

Deno.test("a changed upstream is refused with the old and the new hash", () =>
  withTable(async (desk, server, url) => {
    assert.equal((await desk.train("./p.ts")).code, 0);
    const before = await Deno.readTextFile(join(desk.folder, "leat.lock"));
    const changed = CSV.replace("\n0,", "\n00,");
    server.files.set("/points.csv", bytes(changed));
    const elsewhere = { LEAT_CACHE: join(desk.folder, "clone") };
    for (const options of [[], ["--frozen"]]) {
      const told = await desk.train("./p.ts", options, elsewhere);
      assert.equal(told.code, 1);
      const { message, remedy } = told.error;
      assert.match(message ?? "", new RegExp(`^Cannot download "${url}": `));
      assert.match(message ?? "", new RegExp(`was ${sha256(CSV)}`));
      assert.match(message ?? "", new RegExp(`is ${sha256(changed)}`));
      assert.match(remedy ?? "", /remove its line from ".*leat\.lock"/);
    }
    const path = join(desk.folder, "leat.lock");
    assert.equal(await Deno.readTextFile(path), before);
    // Who names the new one in the pipeline wants it.
    const named = `sha256: "${sha256(changed)}"`;
    await desk.write("p.ts", fetchedPoints(url, named));
    const frozen = await desk.train("./p.ts", ["--frozen"], elsewhere);
    assert.match(frozen.error.message ?? "", /when it was pinned, and is/);
    const told = await desk.train("./p.ts", [], elsewhere);
    assert.equal(told.code, 0, told.error.message);
    assert.equal((await lockOf(desk)).datasets[url]?.sha256, sha256(changed));
  }));

Deno.test("a lock that cannot be written is a warning, a damaged one an error", () =>
  withTable(async (desk) => {
    const path = join(desk.folder, "leat.lock");
    await Deno.symlink(join(desk.folder, "absent/leat.lock"), path);
    const unwritten = await desk.train("./p.ts");
    assert.equal(unwritten.code, 0, unwritten.error.message);
    assert.deepEqual(
      eventsOf(unwritten.events, "warning").map(({ text }) => text),
      [
        `Cannot write lock "${path}": it leads to a folder that is not there. ` +
        "Make its folder writable, or leave it alone with --no-lock",
      ],
    );
    await Deno.remove(path);
    await desk.write("leat.lock", "{");
    const damaged = await desk.train("./p.ts");
    assert.equal(damaged.code, 1);
    assert.match(damaged.error.message ?? "", /^Cannot read lock .*no JSON$/);
    const ignored = await desk.train("./p.ts", ["--no-lock"]);
    assert.equal(ignored.code, 0, ignored.error.message);
    assert.deepEqual(eventsOf(ignored.events, "warning"), []);
  }));

Deno.test("train --lock writes what the training gave, reused or not", async () => {
  await using desk = await Desk.open();
  const fit = "leat.constant(2, { learningRate: 0.1, batch: 16 })";
  await desk.write("p.ts", points({ fit }));
  const first = await desk.train("./p.ts", ["--lock"]);
  assert.equal(first.code, 0, first.error.message);
  const { runs } = await lockOf(desk);
  assert.deepEqual(Object.keys(runs), ["p"]);
  const { end } = first;
  assert.deepEqual(Object.keys(end.outputs), [
    "source",
    "label",
    "split",
    "statistics",
    "input",
    "fit/training/2",
    "predictions",
    "metrics/error_rate",
    "model",
  ]);
  const run = runs["p"];
  assert.deepEqual(run?.nodes, end.outputs);
  assert.deepEqual(run?.metrics, end.metrics);
  assert.deepEqual(run?.adapter, end.adapter);
  const { fit: recorded, ...others } = run?.settings ?? {};
  assert.deepEqual(Object.keys(others), [
    "architecture",
    "input",
    "loss",
    "metrics",
    "source",
    "split",
    "transforms",
  ]);
  assert.match(recorded ?? "", /^[0-9a-f]{64}$/);
  const [one, two] = end.history;
  assert.deepEqual(run?.epochs["fit/training/1"], {
    train_loss: one?.train_loss,
    valid_loss: one?.valid_loss,
  });
  assert.deepEqual(
    run?.epochs["fit/training/2"]?.valid_loss,
    two?.valid_loss,
  );

  await Deno.remove(join(desk.folder, "leat.lock"));
  const second = await desk.train("./p.ts", ["--lock"]);
  assert.deepEqual(second.end.executed, []);
  assert.deepEqual((await lockOf(desk)).runs, runs, "the same when reused");

  // A run that was not asked for leaves the record alone.
  const longer = await desk.train("./p.ts", ["--set", "fit.epochs=1"]);
  assert.equal(longer.code, 0);
  assert.deepEqual((await lockOf(desk)).runs, runs);
});

Deno.test("options of the lock that contradict each other are refused", async () => {
  await using desk = await Desk.open();
  for (
    const [options, words] of [
      [["--frozen", "--lock"], /--frozen holds to the lock .*leave --lock out/],
      [["--frozen", "--no-lock"], /leave --no-lock out/],
      [["--lock", "--set", "fit.epochs=2"], /records what the file gives/],
    ] as const
  ) {
    const { code, err } = await desk.run(["train", "xor", ...options]);
    assert.equal(code, 2);
    assert.match(err, words);
  }
});
