import assert from "node:assert/strict";
import { join } from "node:path";
import type { Collected } from "../../../src/app/cache/gc.ts";
import type { Listed } from "../../../src/app/cache/list.ts";
import type { EvaluationEnd } from "../../../src/app/run/evaluate.ts";
import { webStores } from "../../../src/app/paths.ts";
import { filesOf } from "../../_entries.ts";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { web } from "../_web.ts";

/** The last line of standard output, as JSON. */
function last<Line>(out: string): Line {
  return JSON.parse(out.trim().split("\n").at(-1) ?? "");
}

Deno.test("a pipeline from the web is planned, evaluated and verified, and not watched", async () => {
  await using desk = await Desk.open();
  await using there = web({ "/p.ts": points() });
  const url = `${there.url}/p.ts`;
  const pinned = await there.pinned("/p.ts");

  const unknown = await desk.run(["plan", url]);
  assert.equal(unknown.code, 1);
  assert.match(unknown.err, /#sha256=[0-9a-f]{64}\n$/);
  const before = await desk.run(["plan", pinned]);
  assert.equal(before.code, 0, before.err);
  assert.match(before.out, /^run {2,}fit\/training\/1 /m);
  // It is only looked at: nothing is pinned or stored.
  assert.deepEqual(await filesOf(desk.folder), {});
  const early = await desk.run(["evaluate", pinned]);
  assert.match(early.err, /not trained as it stands\n.*deno task train http/);

  const trained = await desk.train(pinned, ["--lock"]);
  assert.equal(trained.code, 0, trained.error.message);
  const after = await desk.run(["plan", url]);
  assert.match(after.out, /\nNothing to do: every step was done before\n$/);
  const judged = await desk.run(["evaluate", url, "--frozen", "--json"]);
  assert.equal(judged.code, 0, judged.out);
  const { validation } = last<EvaluationEnd>(judged.out);
  assert.deepEqual(validation?.metrics, trained.end.metrics);
  const same = await desk.run(["verify", url, "--frozen"]);
  assert.equal(same.code, 0, same.err);
  assert.match(same.out, /^Same: every hash, loss and metric /m);
  const watched = await desk.run(["watch", url]);
  assert.equal(watched.code, 2);
  assert.match(watched.err, /a pipeline from an address does not change/);

  there.put({ "/p.ts": points({ label: "(row) => row.y > 0" }) });
  await there.tree("/p.ts", true);
  for (const command of ["plan", "evaluate", "verify"]) {
    const { code, err } = await desk.run([command, url]);
    assert.equal(code, 1, command);
    assert.match(err, /deno task update http/, command);
  }
});

Deno.test("stages from the web keep their results apart, where cache looks after them", async (t) => {
  await using desk = await Desk.open();
  await using there = web({
    "/p.ts": points({
      before: `const one = leat.defineStage("metrics", {
  op: "one",
  version: 1,
  params: leat.z.strictObject({}),
  behave: () => ({ targets: ["category"], compute: () => 1 }),
});`,
      metrics: "[one({}) as never]",
    }),
  });
  const pinned = await there.pinned("/p.ts");
  for (const command of ["plan", "evaluate"]) {
    const { err } = await desk.run([command, pinned, "--no-lock"]);
    assert.match(err, /add --allow-code\n$/, command);
  }
  const flags = ["--allow-code", "--no-lock"];
  const trained = await desk.train(pinned, flags);
  assert.equal(trained.code, 0, trained.error.message);
  const after = await desk.run(["plan", pinned, ...flags]);
  assert.match(after.out, /\nNothing to do: every step was done before\n$/);
  const judged = await desk.run(["evaluate", pinned, ...flags, "--json"]);
  assert.equal(judged.code, 0, judged.out);
  assert.deepEqual(last<EvaluationEnd>(judged.out).executed, []);

  const [store] = await Array.fromAsync(Deno.readDir(webStores(desk.cache)));
  const root = join(webStores(desk.cache), store?.name ?? "");
  const age = async (hours: number) => {
    const then = new Date(Date.now() - hours * 3_600_000);
    for (const path of Object.keys(await filesOf(join(root, "n")))) {
      const [shard = "", key = ""] = path.split("/");
      await Deno.utime(join(root, "n", shard, key), then, then);
    }
  };
  const held = async (): Promise<Listed["contents"]> => {
    const { out } = await desk.run(["cache", "list", "--json"]);
    return JSON.parse(out).contents
      .filter(({ store }: { store?: string }) => store === root);
  };

  await t.step("they are listed, and known by their pipeline", async () => {
    const kinds = (await held()).map(({ kind }) => kind).sort();
    assert.deepEqual(
      kinds.filter((kind) => kind !== "temporary"),
      [
        "epoch",
        "familiarity",
        "input",
        "metric",
        "model",
        "predictions",
        "statistics",
      ],
    );
    for (const { kind, pipelines } of await held()) {
      if (kind !== "temporary") assert.equal(pipelines.length, 1, kind);
    }
  });

  await t.step("what a run needs stays, however old it is", async () => {
    await age(100 * 24);
    const { out, err } = await desk.run(["cache", "gc", "--delete", "--json"]);
    const [{ swept }] = JSON.parse(out || err) as [Collected];
    assert.deepEqual(swept, []);
  });

  await t.step("what is damaged is found, and taken out", async () => {
    const whole = await desk.run(["cache", "verify"]);
    assert.equal(whole.code, 0, whole.out);
    const model = (await held()).find(({ kind }) => kind === "model");
    await Deno.writeTextFile(
      join(model?.path ?? "", "weights.safetensors"),
      "",
    );
    // A store that says to be of another version hinders nobody.
    await Deno.mkdir(join(webStores(desk.cache), "0".repeat(16)));
    await Deno.writeTextFile(
      join(webStores(desk.cache), "0".repeat(16), "VERSION"),
      "99",
    );
    const { code, out } = await desk.run(["cache", "verify", "--repair"]);
    assert.equal(code, 0, out);
    assert.match(out, /^ {2}model: web\/[0-9a-f]{16}\/n\//m);
    const again = await desk.train(pinned, flags);
    assert.deepEqual(again.end.executed, ["model"]);
  });

  await t.step("what no run needs goes", async () => {
    await age(100 * 24);
    await Deno.remove(join(desk.cache, "runs.sqlite"));
    await Deno.remove(join(desk.cache, "models"), { recursive: true });
    const { code, out } = await desk.run(["cache", "gc", "--delete"]);
    assert.equal(code, 0);
    assert.match(out, /^ {2}model [0-9a-f]{10} .* not used for 100 days$/m);
    assert.deepEqual(await filesOf(join(root, "n")), {});
    assert.deepEqual(
      Object.keys(await filesOf(join(root, "locks")))
        .filter((name) => /^[0-9a-f]{64}$/.test(name)),
      [],
    );
  });
});
