import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runsFile, RunStore } from "../../../src/app/runs/run_store.ts";
import { withFolder } from "../../_folder.ts";
import { node, outcome, start } from "../_records.ts";

Deno.test("RunStore keeps what a run was asked for, what it gave, and its nodes in order", () =>
  withFolder((root) => {
    {
      using runs = RunStore.open(root);
      runs.begin(start("r1"));
      assert.equal(runs.list()[0]?.status, "running");
      assert.deepEqual(runs.nodes("r1"), []);
      runs.finish("r1", outcome("ok"), [
        node("input", "a"),
        node("model", null),
      ]);
    }
    using again = RunStore.open(root);
    assert.deepEqual(again.list(), [{ ...start("r1"), ...outcome("ok") }]);
    assert.deepEqual(
      again.nodes("r1"),
      [node("input", "a"), node("model", null)],
    );
    assert.deepEqual([...again.keys(["r1", "none"])], ["a"]);
  }));

Deno.test("RunStore lists the latest first, by pipeline and by how they went", () =>
  withFolder((root) => {
    using runs = RunStore.open(root);
    for (const [id, status] of [["r1", "ok"], ["r2", "failed"]] as const) {
      runs.begin(start(id));
      runs.finish(id, outcome(status), []);
    }
    runs.begin(start("r3", "xor"));
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
    assert.deepEqual(ids(runs.list()), ["r3", "r2", "r1"]);
    assert.deepEqual(ids(runs.list({ slug: "pets" })), ["r2", "r1"]);
    assert.deepEqual(ids(runs.list({ limit: 1 })), ["r3"]);
    assert.equal(runs.latest("pets")?.id, "r1");
    assert.equal(runs.latest("xor"), undefined);
  }));

Deno.test("RunStore of another version, or of no database, is refused with a remedy", () =>
  withFolder(async (root) => {
    {
      using later = new DatabaseSync(runsFile(root));
      later.exec("PRAGMA user_version = 9");
    }
    assert.throws(() => RunStore.open(root), {
      name: "PipelineError",
      message: /its format is 9, and this version of Leat knows 2$/,
    });
    await Deno.writeTextFile(runsFile(root), "not a database".repeat(100));
    assert.throws(() => RunStore.open(root), {
      message: /^Cannot use runs ".*runs.sqlite": file is not a database/,
      remedy: /move it away/,
    });
  }));

Deno.test("RunStore finds a run by the beginning of its name, or by its last word", () =>
  withFolder((root) => {
    using runs = RunStore.open(root);
    const [one, two, three] = [
      "20261127-100001-pets-3f2a91",
      "20261127-100002-pets-3fbb02",
      "20261128-100003-my-pets-0c0ffe3",
    ] as const;
    for (const id of [one, two, three]) runs.begin(start(id));
    const found = (part: string) => runs.find(part).map(({ id }) => id);
    assert.deepEqual(found("3f2"), [one]);
    assert.deepEqual(found("3f"), [two, one]);
    assert.deepEqual(found("20261127-1"), [two, one]);
    assert.deepEqual(found("pets-3f2a91"), [one]);
    assert.deepEqual(found(three), [three]);
    // Neither a part from within, nor nothing at all, names a run.
    assert.deepEqual([found("a91"), found(""), found("%")], [[], [], []]);
    assert.equal(runs.before(0)?.id, three);
    assert.equal(runs.before(2)?.id, one);
    assert.equal(runs.before(3), undefined);
  }));

Deno.test("RunStore takes a whole name for that run, though another begins so", () =>
  withFolder((root) => {
    using runs = RunStore.open(root);
    for (const id of ["run-1", "run-12"]) runs.begin(start(id));
    assert.deepEqual(runs.find("run-1").map(({ id }) => id), ["run-1"]);
  }));

Deno.test("RunStore knows the pipeline of a run that goes on", () =>
  withFolder((root) => {
    using runs = RunStore.open(root);
    runs.begin(start("r1"));
    const stage = { op: "any", version: 1, params: {} };
    const description = {
      format: 1,
      source: stage,
      split: stage,
      input: stage,
      transforms: [],
      architecture: stage,
      loss: stage,
      metrics: [],
      fit: stage,
    } as const;
    runs.describe("r1", { ...description, transforms: [], metrics: [] });
    const [run] = runs.list();
    assert.equal(run?.status, "running");
    assert.deepEqual(run?.description, description);
    assert.deepEqual(run?.metrics, {});
  }));

Deno.test("RunStore forgets a run with its nodes, and no other", () =>
  withFolder((root) => {
    using runs = RunStore.open(root);
    for (const id of ["r1", "r2"]) {
      runs.begin(start(id));
      runs.finish(id, outcome("ok"), [node("input", id)]);
    }
    runs.forget("r1");
    assert.deepEqual(runs.list().map(({ id }) => id), ["r2"]);
    assert.deepEqual([...runs.keys(["r1", "r2"])], ["r2"]);
  }));

Deno.test("RunStore writes nothing where it only reads", () =>
  withFolder(async (root) => {
    const absent = join(root, "absent");
    {
      using none = RunStore.read(absent);
      assert.deepEqual(none.list(), []);
    }
    await assert.rejects(Deno.stat(absent), Deno.errors.NotFound);
    {
      using runs = RunStore.open(root);
      runs.begin(start("r1"));
    }
    using read = RunStore.read(root);
    assert.equal(read.list()[0]?.id, "r1");
    assert.throws(() => read.begin(start("r2")), {
      name: "PipelineError",
      message: /^Cannot use runs ".*": attempt to write a readonly database/,
    });
    assert.equal(read.list().length, 1);
  }));

Deno.test("RunStore keeps either all of what a run came to or nothing", () =>
  withFolder((root) => {
    using runs = RunStore.open(root);
    runs.begin(start("r1"));
    const broken = node("model", null, { params: 1n as unknown as number });
    assert.throws(
      () => runs.finish("r1", outcome("ok"), [node("input", "a"), broken]),
      { name: "PipelineError" },
    );
    assert.equal(runs.list()[0]?.status, "running");
    assert.deepEqual(runs.nodes("r1"), []);
    runs.finish("r1", outcome("ok"), [node("input", "a")]);
    assert.equal(runs.nodes("r1").length, 1);
    assert.throws(() => runs.finish("gone", outcome("ok"), []), {
      message: /there is no run "gone" in it/,
    });
  }));

Deno.test("RunStore reads what its first version wrote, and adds what that lacked", () =>
  withFolder((root) => {
    {
      using runs = RunStore.open(root);
      runs.begin(start("r1"));
    }
    {
      using earlier = new DatabaseSync(runsFile(root));
      earlier.exec("DROP TABLE openings; PRAGMA user_version = 1");
    }
    using runs = RunStore.read(root);
    assert.equal(runs.list()[0]?.id, "r1");
    using database = new DatabaseSync(runsFile(root));
    assert.deepEqual(
      database.prepare("SELECT count(*) AS count FROM openings").all().map((
        row,
      ) => ({ ...row })),
      [{ count: 0 }],
    );
  }));

Deno.test("RunStore may be begun and written by several processes at once", () =>
  withFolder(async (root) => {
    const script = fileURLToPath(new URL("./_writer.ts", import.meta.url));
    const outputs = await Promise.all(
      ["1", "2", "3", "4"].map((name) =>
        new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", "--quiet", "--no-check", script, root, name],
          stderr: "piped",
        }).output()
      ),
    );
    for (const { success, stderr } of outputs) {
      assert.ok(success, new TextDecoder().decode(stderr));
    }
    using runs = RunStore.read(root);
    assert.equal(runs.list({ status: "ok" }).length, 40);
  }));
