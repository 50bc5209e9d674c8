import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type {
  RunNode,
  RunOutcome,
  RunStart,
} from "../../../src/app/runs/run_record.ts";
import { runsFile, RunStore } from "../../../src/app/runs/run_store.ts";

/** Runs with a folder that is gone after. */
async function withFolder(work: (root: string) => Promise<void> | void) {
  const root = await Deno.makeTempDir({ prefix: "leat-test-" });
  try {
    await work(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const start = (id: string, slug = "pets"): RunStart => ({
  id,
  pipeline: slug,
  slug,
  file: `/pipelines/${slug}.ts`,
  export: "default",
  started: `2026-11-27T10:00:0${id.at(-1)}.000Z`,
  settings: [{ path: "fit.epochs", value: 3 }],
});

const outcome = (status: RunOutcome["status"]): RunOutcome => ({
  status,
  seconds: 2,
  description: null,
  metrics: { error_rate: 0.1 },
  baseline: { error_rate: 0.4 },
  adapter: null,
  history: [],
  decisions: [],
  outputs: {},
  executed: ["model"],
  reused: [],
  model: "/models/pets",
  error: null,
});

const node = (name: string, key: string | null): RunNode => ({
  name,
  kind: name,
  version: 1,
  params: { size: 64 },
  inputs: { items: null },
  key,
  outHash: null,
  seconds: 1,
  executed: true,
});

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
    assert.deepEqual(ids(runs.find("2")), ["r2"]);
  }));

Deno.test("RunStore of another version, or of no database, is refused with a remedy", () =>
  withFolder(async (root) => {
    {
      using later = new DatabaseSync(runsFile(root));
      later.exec("PRAGMA user_version = 9");
    }
    assert.throws(() => RunStore.open(root), {
      name: "PipelineError",
      message: /its format is 9, and this version of Leat knows 1$/,
    });
    await Deno.writeTextFile(runsFile(root), "not a database".repeat(100));
    assert.throws(() => RunStore.open(root), {
      message: /^Cannot use runs ".*runs.sqlite": file is not a database/,
      remedy: /move it away/,
    });
  }));
