/**
 * Leat as others have it: packed, installed outside of this repository, begun
 * with, trained, locked, cloned.
 *
 * @module
 */
import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { withFolder } from "../_folder.ts";
import { packed, Repository } from "./_installed.ts";
import type { WatchEvent } from "../../src/app/watch/event.ts";
import { eventsOf, told, watched } from "./_cli.ts";
import { points } from "./_pipelines.ts";

/** A stage of the pipeline's own, which the trainer imports the file for. */
const OWN_STAGE = `import { z } from "zod";
const sevens = leat.defineStage("split", {
  op: "sevens",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    divide: (items) => ({
      train: items.filter(({ id }) => !id.includes("7")).map(({ id }) => id),
      valid: items.filter(({ id }) => id.includes("7")).map(({ id }) => id),
      test: [],
    }),
  }),
});`;

const PACKAGE_JSON = JSON.stringify({
  dependencies: { leat: "file:vendor/leat.tgz" },
});

Deno.test("Leat works as a package in a repository of one's own", async () => {
  const tgz = await packed();
  await withFolder(async (folder) => {
    const cache = join(folder, "cache");
    const mine = new Repository(join(folder, "it is ü"), cache);
    await mine.write("package.json", PACKAGE_JSON);
    await mine.install(tgz);
    const begun = await mine.must(["run", "-A", "npm:leat", "init"]);
    assert.match(begun, /^Wrote deno\.json\nWrote pipelines\/pets\.ts\n/);

    // Its types are Leat's: a right pipeline passes, a wrong one is told.
    await mine.write("pipelines/tiny.ts", points());
    await mine.write("wrong.ts", points({ loss: "leat.mse()" }));
    const pipelines = ["pipelines/pets.ts", "pipelines/tiny.ts"];
    await mine.must(["check", "--quiet", ...pipelines]);
    const wrong = await mine.deno(["check", "--quiet", "wrong.ts"]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /a number: the label is a number/);

    // Its own lock is up to date: what is held to one can run.
    const leat = join(mine.folder, "node_modules/leat");
    const held = ["--frozen", `--lock=${leat}/deno.lock`, "--cached-only"];
    const config = `--config=${leat}/deno.json`;
    const program = join(leat, "src/app/cli/leat.js");
    const help = ["run", "-A", config, ...held, program, "--help"];
    assert.match(await mine.must(help), /^Usage: /);

    // By its name, from a folder below; results are the project's.
    const train = ["task", "--quiet", "train", "tiny", "--json"];
    const first = told(await mine.deno([...train, "--lock"], "pipelines"));
    assert.equal(first.code, 0, first.err);
    assert.equal(first.end.model, join(mine.folder, ".leat/models/tiny"));
    const lock = await Deno.readTextFile(
      join(mine.folder, "pipelines/leat.lock"),
    );
    assert.ok(Object.hasOwn(JSON.parse(lock).runs, "tiny"), lock);
    assert.deepEqual(told(await mine.deno(train)).end.executed, []);

    // Each door looks at the same run, and finds what is the package's own.
    const nothing = /\nNothing to do: every step was done before\n$/;
    assert.match(await mine.must(["task", "--quiet", "plan", "tiny"]), nothing);
    const verified = await mine.must(["task", "verify", "tiny", "--frozen"]);
    assert.match(verified, /^Same: /m);
    await mine.must(["task", "evaluate", "tiny"]);
    assert.match(await mine.must(["task", "runs"]), /tiny +ok +error_rate /);
    assert.match(await mine.must(["task", "cache", "list"]), /^ {2}tiny +\d/m);

    // A watch sees what the project's names mean, and nothing of the package.
    const project = JSON.parse(
      await Deno.readTextFile(join(mine.folder, "deno.json")),
    );
    const imports = { ...project.imports, "lib/": "./lib/" };
    await mine.write("deno.json", JSON.stringify({ ...project, imports }));
    await mine.write("lib/rate.ts", "export const rate = 0.1;");
    await mine.write(
      "pipelines/named.ts",
      points({
        before: 'import { rate } from "lib/rate.ts";',
        fit: "leat.constant(1, { learningRate: rate, batch: 16 })",
      }),
    );
    const watching = mine.start([
      "run",
      "-A",
      program,
      "watch",
      "named",
      "--json",
    ]);
    let files: readonly string[] = [];
    const ended = await watched<WatchEvent>(watching, (event) => {
      if (event.type !== "watch.files") return;
      ({ files } = event);
      watching.kill("SIGINT");
    });
    assert.equal(ended.code, 130, ended.err);
    assert.deepEqual(
      files,
      ["pipelines/named.ts", "lib/rate.ts"].map((path) =>
        join(mine.folder, path)
      ),
    );

    // What is in the repository is all that a clone needs.
    const clone = new Repository(join(folder, "clone"), cache);
    await cp(mine.folder, clone.folder, {
      recursive: true,
      filter: (path) => !/[/\\](?:\.leat|node_modules)$/.test(path),
    });
    await clone.install(tgz);
    const again = told(await clone.deno([...train, "--frozen"]));
    assert.equal(again.code, 0, again.err);
    assert.deepEqual(again.end.executed, first.end.executed);
    assert.deepEqual(again.end.outputs, first.end.outputs);
    assert.equal(again.end.model, join(clone.folder, ".leat/models/tiny"));

    // Code of the pipeline's own, and packages of the project's.
    await mine.write("node_modules/sides/index.js", 'module.exports = "left"');
    await mine.write(
      "own.ts",
      points({
        before: `import left from "sides";\n${OWN_STAGE}`,
        label: '(row) => row.x > 0 ? "right" : left',
        split: "sevens({})",
      }),
    );
    const own = told(await mine.deno(train.with(3, "own")));
    assert.equal(own.code, 0, JSON.stringify(own.error));
    assert.equal(own.end.model, join(mine.folder, ".leat/models/own"));

    // A pipeline that comes with Leat; the package stays as it is.
    await Deno.remove(join(mine.folder, "pipelines/pets.ts"));
    const settings = [
      "--set",
      "fit.epochs=1",
      "--set",
      "architecture.hidden=[]",
    ];
    const leats = told(
      await mine.deno([...train.with(3, "weather"), ...settings]),
    );
    assert.equal(leats.code, 0, JSON.stringify(leats.error));
    const pinned = await Deno.readTextFile(join(mine.folder, "leat.lock"));
    assert.match(pinned, /"npm:vega-datasets\/data\/seattle-weather\.csv"/);

    const unknown = told(await mine.deno(train.with(3, "tniy")));
    assert.equal(
      unknown.error.remedy?.startsWith('Did you mean "tiny"?'),
      true,
    );
    assert.deepEqual(eventsOf(unknown.events, "warning"), []);
  });
});
