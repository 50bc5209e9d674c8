import assert from "node:assert/strict";
import { join } from "node:path";
import { whileUsed } from "../../../src/base/store/in_use.ts";
import type { Listed } from "../../../src/app/cache/list.ts";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { entriesOf, filesOf } from "../../_entries.ts";
import { age } from "../_age.ts";
import { Desk, type Finished } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { supervised } from "../_supervised.ts";

const FIT = "leat.constant(2, { learningRate: 0.1, batch: 16 })";
const EDITED = "leat.constant(2, { learningRate: 0.2, batch: 16 })";

/** Runs `deno task cache` on the cache of a desk. */
async function cache(
  desk: Desk,
  ...args: readonly string[]
): Promise<Finished> {
  return await desk.run(["cache", ...args]);
}

async function keysOf(desk: Desk): Promise<readonly string[]> {
  return (await entriesOf(desk.cache)).map(({ key }) => key);
}

Deno.test("cache gc says what no run needs, and removes it if told to", async (t) => {
  await using desk = await Desk.open();
  const train = async (fit: string) => {
    await desk.write("p.ts", points({ fit }));
    return (await supervised(desk, "p.ts")).end;
  };
  await train(FIT);
  const first = await keysOf(desk);
  await train(EDITED);
  const both = await keysOf(desk);

  await t.step("what is young stays, whatever is asked for", async () => {
    const { out, code } = await cache(desk, "gc", "--delete");
    assert.equal(code, 0);
    assert.match(out, /^Nothing to remove from .*, which holds [\d.]+ KiB\n$/);
    for (const rule of [["--keep-days", "0"], ["--max-bytes", "0"]]) {
      assert.match((await cache(desk, "gc", ...rule)).out, /^Nothing to/);
    }
    assert.deepEqual(await keysOf(desk), both);
  });

  await t.step("by default it only tells", async () => {
    await age(desk, 30 * 24);
    // Both runs are of today. What the first model remembers of its items is
    // no part of its run, and another model is there for people now.
    const [{ swept }] = JSON.parse((await cache(desk, "gc", "--json")).out);
    assert.deepEqual(
      swept.map(({ kind }: { kind: string }) => kind),
      ["familiarity"],
    );
    const { out } = await cache(desk, "gc", "--keep-days", "0");
    assert.match(out, /^Would remove from /);
    assert.match(
      out,
      /^ {2}epoch [0-9a-f]{10} +[\d.]+ KiB {3}not used for 30 days, of p-\w+$/m,
    );
    assert.match(out, /^It would free [\d.]+ KiB of [\d.]+ KiB$/m);
    assert.match(out, /Nothing is removed yet; to do it, add --delete\n$/);
    assert.deepEqual(await keysOf(desk), both);
  });

  await t.step(
    "what the latest run has stays, and what it does not goes",
    async () => {
      const { out } = await cache(
        desk,
        "gc",
        "--keep-days",
        "0",
        "--delete",
        "--json",
      );
      const [{ swept, removed }] = JSON.parse(out);
      assert.ok(removed);
      const kinds = swept.map(({ kind }: { kind: string }) => kind).sort();
      assert.deepEqual(kinds, [
        "epoch",
        "familiarity",
        "metric",
        "model",
        "predictions",
      ]);
      const gone = new Set(swept.map(({ key }: { key: string }) => key));
      assert.deepEqual(
        await keysOf(desk),
        both.filter((key) => !gone.has(key)),
      );
      assert.ok([...gone].every((key) => first.includes(String(key))));
      const model = await filesOf(join(desk.cache, "models"));
      assert.equal(Object.keys(model).length, 6);
      assert.deepEqual((await train(EDITED)).executed, []);
      const again = await train(FIT);
      assert.deepEqual(
        [again.executed.length, again.reused.includes("input")],
        [5, true],
      );
    },
  );

  await t.step("a size is kept to, models for people aside", async () => {
    await age(desk, 2);
    const { out, code } = await cache(
      desk,
      "gc",
      "--max-bytes",
      "1K",
      "--delete",
    );
    assert.equal(code, 0);
    assert.match(out, /too much; last used 2 hours ago/);
    assert.deepEqual(await keysOf(desk), []);
    assert.deepEqual(
      Object.keys(await filesOf(join(desk.cache, "locks")))
        .filter((name) => /^([0-9a-f]{64}|run-.*)$/.test(name)),
      [],
    );
    assert.equal(
      Object.keys(await filesOf(join(desk.cache, "models"))).length,
      6,
    );
    assert.equal((await train(EDITED)).status, "ok");
  });
});

Deno.test("cache gc collects epochs that a killed run left, once a later run got there", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points({ fit: FIT }));
  // As a run leaves it that is killed between two epochs.
  await supervised(desk, "p.ts", {
    settings: [{ path: "fit.epochs", value: 1 }],
  });
  await Deno.remove(join(desk.cache, "runs.sqlite"));
  await Deno.remove(join(desk.cache, "models"), { recursive: true });
  for (const { kind, key } of await entriesOf(desk.cache)) {
    if (
      !["predictions", "metric", "model", "familiarity"].includes(kind)
    ) continue;
    await Deno.remove(join(desk.cache, "n", key.slice(0, 2), key), {
      recursive: true,
    });
  }
  const epochs = async () =>
    (await entriesOf(desk.cache)).filter(({ kind }) => kind === "epoch");
  const [left] = await epochs();
  const { end } = await supervised(desk, "p.ts");
  assert.ok(!end.executed.includes("fit/training/1"), "it went on from there");
  assert.equal((await epochs()).length, 2);
  await age(desk, 2);
  const { out } = await cache(desk, "gc", "--delete");
  assert.match(out, /left by a run that was killed/);
  const [only, ...more] = await epochs();
  assert.deepEqual(more, []);
  assert.notEqual(only?.key, left?.key);
  assert.deepEqual((await supervised(desk, "p.ts")).end.executed, []);
});

Deno.test("cache verify reads every file, and takes out what is damaged", async (t) => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  await supervised(desk, "p.ts");
  const whole = await cache(desk, "verify");
  assert.equal(whole.code, 0);
  // Three of the items, seven of the training, and the model for people.
  assert.match(whole.out, /^All 11 are whole in /);

  const find = async (kind: string) => {
    const [entry] = (await entriesOf(desk.cache))
      .filter((each) => each.kind === kind);
    const { key = "" } = entry ?? {};
    return join(desk.cache, "n", key.slice(0, 2), key);
  };
  const flip = async (path: string) => {
    const bytes = await Deno.readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await Deno.writeFile(path, bytes);
  };
  const model = await find("model");
  const input = await find("input");

  await t.step("what is damaged is told, and stays", async () => {
    await flip(join(model, "weights.safetensors"));
    await flip(join(input, "index.json"));
    const { code, out } = await cache(desk, "verify");
    assert.equal(code, 1);
    assert.match(out, /^2 of 11 are damaged in /);
    assert.match(
      out,
      /^ {2}model: n\/..\/[0-9a-f]{64}\n {4}"weights\.safetensors" has changed$/m,
    );
    assert.match(out, /^ {4}"index\.json" has changed$/m);
    assert.match(out, /To take them out: deno task cache verify --repair\n$/);
    assert.equal((await cache(desk, "verify")).code, 1);
  });

  await t.step("nothing is taken out under a run", async () => {
    await whileUsed([desk.cache], undefined, async () => {
      const { code, err } = await cache(desk, "verify", "--repair");
      assert.equal(code, 1);
      assert.match(
        err,
        /^Error: Cannot remove anything from cache ".*": a run/,
      );
    });
    assert.match((await cache(desk, "verify")).out, /^2 of 11 are damaged/);
  });

  await t.step("what is taken out is made anew", async () => {
    const { code, out } = await cache(desk, "verify", "--repair");
    assert.equal(code, 0);
    assert.match(out, /Taken out; the next run makes what it needs anew\n$/);
    assert.equal((await cache(desk, "verify")).code, 0);
    const { end } = await supervised(desk, "p.ts");
    assert.deepEqual(end.executed, ["input", "model"]);
  });

  await t.step("so is a model for people", async () => {
    const placed = join(desk.cache, "models");
    const [{ name }] = await Array.fromAsync(Deno.readDir(placed)) as [
      Deno.DirEntry,
    ];
    const weights = join(placed, name, "weights.safetensors");
    await flip(weights);
    const { out } = await cache(desk, "verify", "--repair");
    assert.match(out, /model for people: models\/p-\w+\n {4}"weights/);
    assert.deepEqual((await supervised(desk, "p.ts")).end.executed, []);
    assert.ok((await Deno.stat(weights)).isFile);
    assert.equal((await cache(desk, "verify")).code, 0);
  });

  await t.step("a record of runs that is none is told, and kept", async () => {
    const path = join(desk.cache, "runs.sqlite");
    await Deno.writeTextFile(path, "none ".repeat(1000));
    for (const task of [["verify", "--repair"], ["gc", "--delete"], ["list"]]) {
      const { code, err } = await cache(desk, ...task);
      assert.equal(code, 1);
      assert.match(err, /^Error \(runs\): Cannot use runs ".*runs\.sqlite": /);
      assert.ok((await Deno.readTextFile(path)).startsWith("none"));
    }
  });
});

Deno.test("cache list tells what there is by kind, by pipeline and for all", async () => {
  await using desk = await Desk.open();
  assert.match((await cache(desk, "list")).out, /^ {2}in all +0 +0 B$/m);
  await desk.write("p.ts", points());
  await supervised(desk, "p.ts");
  const { folder: _, ...dataset } = await fakeDataset(desk);
  const { out } = await cache(desk, "list");
  assert.match(out, /^ {2}packed items +1 +[\d.]+ KiB {3}within the hour$/m);
  assert.match(out, /^ {2}models for people +1 /m);
  assert.match(out, /^ {2}p-[0-9a-f]{8} +11 /m);
  assert.match(out, /^ {2}datasets\/pets-0123456789 +19 B /m);
  const listed: Listed = JSON.parse((await cache(desk, "list", "--json")).out);
  assert.equal(listed.store, desk.cache);
  const of = (kind: string) =>
    listed.contents.filter((one) => one.kind === kind);
  const [{ pipelines = [], bytes = 0 } = {}] = of("model");
  assert.match(pipelines.join(), /^p-[0-9a-f]{8}$/);
  assert.ok(bytes > 500);
  assert.deepEqual(of("dataset").map(({ key }) => key), [dataset.key]);
});

/** A dataset as one that was fetched, but its list says nothing true. */
async function fakeDataset(desk: Desk) {
  const key = "datasets/pets-0123456789";
  const folder = join(desk.cache, key);
  await Deno.mkdir(join(folder, "files"), { recursive: true });
  await Deno.writeTextFile(join(folder, "files/a.txt"), "some content");
  await Deno.writeTextFile(join(folder, "manifest.json"), "{broken");
  await Deno.writeTextFile(join(desk.cache, "datasets/pins.json"), "{}");
  return { key, folder };
}

Deno.test("cache gc and verify look at datasets where they are told to", async () => {
  await using desk = await Desk.open();
  const { folder } = await fakeDataset(desk);
  const { code, out } = await cache(desk, "verify", "--datasets");
  assert.equal(code, 1);
  assert.match(
    out,
    /dataset: datasets\/pets-\d+\n {4}"manifest\.json" is missing or broken/,
  );
  await age(desk, 15 * 24);
  const there = async () =>
    await Deno.stat(folder).then(() => true, () => false);
  assert.match((await cache(desk, "gc", "--delete")).out, /^Nothing to remove/);
  assert.ok(await there());
  const told = await cache(desk, "gc", "--datasets");
  assert.match(
    told.out,
    / {2}datasets\/pets-\d+ +19 B {3}not used for 15 days/,
  );
  assert.ok(await there());
  await cache(desk, "gc", "--datasets", "--delete");
  assert.ok(!await there());
  // What an address gave first is never forgotten.
  assert.ok((await Deno.stat(join(desk.cache, "datasets/pins.json"))).isFile);
});

Deno.test("cache says what is wrong with what was typed", async () => {
  const days = /Write a number of days from 0, such as 14/;
  const size = /Write a number of bytes, such as 20G, 500M or 1000000/;
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /list .*\n +verify .*\n +gc /],
    [["purge"], /unknown command 'purge'/],
    [["gc", "--keep-days", "-1"], days],
    [["gc", "--keep-days", "soon"], days],
    [["gc", "--max-bytes", "20X"], size],
    [["gc", "--max-bytes", ""], size],
    [["verify", "pets"], /too many arguments/],
  ];
  await using desk = await Desk.open();
  for (const [args, message] of wrong) {
    const { code, err } = await cache(desk, ...args);
    assert.equal(code, 2, args.join(" "));
    assert.match(err, message);
  }
});

Deno.test("cache looks at no file, and at no cache of another version", async () => {
  await using desk = await Desk.open();
  const file = await desk.write("file", "");
  await desk.write("other/VERSION", "99\n");
  const other = join(desk.folder, "other");
  for (const task of [["list"], ["verify"], ["gc"], ["gc", "--delete"]]) {
    const err = async (path: string) => {
      const { code, err } = await desk.run(["cache", ...task], {
        LEAT_CACHE: path,
      });
      assert.equal(code, 1);
      return err.split("\n")[0];
    };
    assert.equal(
      await err(file),
      `Error: Cannot write to cache "${file}": a file stands where a folder should be`,
    );
    assert.equal(
      await err(other),
      `Error: Cannot open cache "${other}": its layout is "99", and this version of Leat knows 1`,
    );
  }
  assert.deepEqual(await filesOf(other), { VERSION: sha256("99\n") });
});

Deno.test("cache on a folder that is not there makes nothing", async () => {
  await using desk = await Desk.open();
  const path = join(desk.folder, "none");
  const environment = { LEAT_CACHE: path, LEAT_CACHE_HOME: path };
  for (const task of ["list", "verify", "gc"]) {
    const { code } = await desk.run(["cache", task], environment);
    assert.equal(code, 0, task);
  }
  const { code } = await desk.run(["cache", "gc", "--delete"], environment);
  assert.equal(code, 0);
  await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
});
