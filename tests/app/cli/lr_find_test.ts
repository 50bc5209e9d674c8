import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { Desk, eventsOf } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import type { RatesEnd, RatesEvent } from "../../../src/app/run/find_rates.ts";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import { entriesOf, filesOf } from "../../_entries.ts";

/** What `lr-find --json` told. */
async function found(desk: Desk, ...args: readonly string[]) {
  const { code, out, err } = await desk.run(["lr-find", ...args, "--json"]);
  const events = out.split("\n").filter((line) => line !== "")
    .map((line): RatesEvent => JSON.parse(line));
  const end = events.at(-1);
  assert.equal(end?.type, "rates.end", err);
  const others = events.slice(0, -1) as readonly RunEvent[];
  const error = eventsOf(others, "error")[0] ?? {};
  return { code, events: others, end: end as RatesEnd, err, error };
}

Deno.test("lr-find tells in NDJSON what it tried, the same each time, and draws it", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const first = await found(desk, "./p.ts", "--steps", "30");
  assert.equal(first.code, 0);
  assert.equal(first.err, "");
  const { status, rates, losses, steps, suggestions, figure, setting } =
    first.end;
  assert.equal(status, "ok");
  assert.equal(steps, 30);
  assert.equal(rates.length, losses.length);
  assert.ok((suggestions?.valley?.rate ?? 0) > 1e-7);
  assert.equal(setting, "fit.learningRate");
  assert.equal(typeof first.end.adapter?.["description"], "string");
  assert.ok(figure?.startsWith(join(desk.cache, "rates", "p-")));
  assert.match(await Deno.readTextFile(figure ?? ""), /^<svg .*learning rate/s);
  assert.deepEqual(
    eventsOf(first.events, "rate").map(({ loss }) => loss),
    losses,
  );

  const out = join(desk.folder, "curve.png");
  const args = ["./p.ts", "--steps", "30", "--out", "curve.png"];
  const second = await found(desk, ...args);
  assert.deepEqual(second.end.losses, losses);
  assert.deepEqual(second.end.suggestions, suggestions);
  assert.equal(second.end.figure, out);
  assert.equal((await sharp(out).metadata()).format, "png");
  assert.deepEqual(
    eventsOf(second.events, "node.state").map(({ state }) => state),
    ["reused", "reused"],
  );
});

Deno.test("lr-find leaves models and results as they are", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  assert.equal((await desk.train("./p.ts")).code, 0);
  const held = async () => ({
    entries: await entriesOf(desk.cache),
    models: await filesOf(join(desk.cache, "models")),
    partial: await filesOf(join(desk.cache, "partial")),
  });
  const before = await held();
  assert.ok(before.entries.length > 5);
  const { code, end } = await found(
    desk,
    "./p.ts",
    "--steps",
    "8",
    "--no-stop",
  );
  assert.equal(code, 0);
  assert.equal(end.losses.length, 8);
  assert.deepEqual(await held(), before);
  assert.deepEqual((await desk.train("./p.ts")).end.executed, []);
});

Deno.test("train reuses what lr-find packed", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  assert.equal((await found(desk, "./p.ts", "--steps", "6")).code, 0);
  const { code, end } = await desk.train("./p.ts");
  assert.equal(code, 0);
  assert.deepEqual(end.reused, ["statistics", "input"]);
});

Deno.test("a piped report of rates is plain lines", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const { code, out, err } = await desk.run(["lr-find", "./p.ts"]);
  assert.equal(code, 0);
  assert.equal(err, "");
  assert.match(out, /^Trying 100 rates, on all layers\n/m);
  assert.match(out, /\n {8}rate {8}loss\n {8}1e-7 {6}\d\.\d{4}\n/);
  assert.match(out, /\nvalley {3}\S+ +amid .*\nsteep .*\nminimum .*\nslide /);
  assert.match(out, /\nCurve: .*\/rates\/p-.*\.svg\n/);
  assert.match(
    out,
    /\nTo train with it: deno task train \.\/p\.ts --set fit\.learningRate=/,
  );
});

Deno.test("lr-find ends with 2 where it is wrongly used", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  await desk.write("folder.svg/other.txt", "");
  const cases = [
    [["p", "--start", "low"], /Write a number, such as 1e-5/],
    [["p", "--start", "10"], /from 10 to 10: they must be above zero and grow/],
    [["p", "--steps", "1.5"], /Cannot try 1\.5 learning rates: give a whole/],
    [["p", "--out", "curve.jpg"], /Write a file that ends in \.svg or \.png/],
    [["xr"], /Cannot find pipeline "xr"\n.*mean "xor"\?/],
    [["./p.ts", "--set", "fit.batsh=4"], /Cannot set "fit\.batsh"/],
    [
      ["./p.ts", "--out", "no/a.svg"],
      /Cannot draw "no\/a\.svg": there is no folder ".*no"\n {2}Give --out a /,
    ],
    [
      ["./p.ts", "--out", "folder.svg"],
      /Cannot draw "folder\.svg": it is a folder\n/,
    ],
  ] as const;
  await Promise.all(cases.map(async ([args, said]) => {
    const { code, out, err } = await desk.run(["lr-find", ...args]);
    assert.equal(code, 2, `${args.join(" ")}: ${err}`);
    assert.match(err, said);
    assert.equal(out, "");
  }));
});

Deno.test("lr-find refuses what train refuses, in the same words", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "batch.ts",
    points({ fit: "leat.constant(1, { batch: 500 })" }),
  );
  await desk.write("label.ts", points({ label: '() => "alike"' }));
  await desk.write("throws.ts", points({ before: 'throw new Error("no")' }));
  for (const file of ["./batch.ts", "./label.ts", "./throws.ts"]) {
    const trained = await desk.train(file);
    const tried = await found(desk, file);
    assert.equal(tried.code, 1);
    assert.equal(trained.code, 1);
    assert.deepEqual(tried.error, trained.error);
    assert.ok(trained.error.stage, file);
    assert.equal(tried.end.status, "failed");
    assert.equal(tried.end.suggestions, null);
  }
});

Deno.test("Ctrl-C ends lr-find at once, with nothing kept", {
  ignore: Deno.build.os === "windows",
}, async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const child = desk.start(["lr-find", "./p.ts", "--steps", "10000"]);
  let out = "";
  let asked = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    out += text;
    // The head of the table: the first rate was tried.
    if (asked || !out.includes("loss\n")) continue;
    asked = true;
    child.kill("SIGINT");
  }
  assert.equal((await child.status).code, 130);
  assert.match(out, /\nStopped; nothing is kept\n$/);
  await child.stderr.cancel();
  assert.deepEqual(await filesOf(join(desk.cache, "rates")), {});
});
