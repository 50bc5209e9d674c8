import assert from "node:assert/strict";
import { unlessUsed } from "../../../src/base/store/in_use.ts";
import { evaluatePipeline } from "../../../src/app/run/evaluate.ts";
import { age } from "../_age.ts";
import { Desk, type Finished, watched } from "../_cli.ts";
import { entriesOf } from "../../_entries.ts";
import { points } from "../_pipelines.ts";
import { supervised } from "../_supervised.ts";
import { tellsParents, trainerOf } from "../_processes.ts";

Deno.test({
  name: "cache gc leaves a cache alone that a training uses",
  ignore: !tellsParents,
  fn: async () => {
    await using desk = await Desk.open();
    await desk.write("p.ts", points());
    await supervised(desk, "p.ts");
    await age(desk, 30 * 24);
    const keys = async () =>
      (await entriesOf(desk.cache)).map(({ key }) => key);
    const kept = await keys();
    await desk.write(
      "p.ts",
      points({
        fit: "leat.constant(1, { learningRate: 0.2, batch: 16 })",
      }),
    );
    const child = desk.start(["train", "./p.ts", "--json"]);
    const gc = ["gc", "--delete", "--keep-days", "0", "--max-bytes", "0"];
    let told: Promise<Finished> | undefined;
    const { code } = await watched(child, (event) => {
      // What has no key yet is in front of it.
      if (event.type !== "node.state" || event.key === null || told) return;
      // Held in its midst until the collection has been.
      const trainer = trainerOf(child.pid);
      const all = [child.pid, ...trainer === undefined ? [] : [trainer]];
      all.forEach((pid) => Deno.kill(pid, "SIGSTOP"));
      told = desk.run(["cache", ...gc]).finally(() =>
        all.forEach((pid) => Deno.kill(pid, "SIGCONT"))
      );
    });
    assert.equal(code, 0);
    const { code: refused, err, out } = await told ?? {};
    assert.equal(refused, 1);
    assert.equal(out, "");
    assert.equal(
      err,
      `Error: Cannot remove anything from cache "${desk.cache}": a run uses it\n  Wait until it is done, or stop it with Ctrl-C\n`,
    );
    const left = await keys();
    assert.deepEqual(kept.filter((key) => !left.includes(key)), []);
  },
});

Deno.test("an evaluation waits until a cache is collected", async () => {
  await using desk = await Desk.open();
  const file = await desk.write("p.ts", points());
  const { signal } = new AbortController();
  const told: string[] = [];
  const heard = Promise.withResolvers<void>();
  const evaluate = () =>
    evaluatePipeline(file, {
      settings: [],
      strict: false,
      storeRoot: desk.cache,
      training: "",
      signal,
      emit: (event) => {
        if (event.type === "notice") heard.resolve();
        told.push(event.type === "notice" ? event.text : event.type);
      },
    });
  // Boxed, as it ends only after this.
  const { end } = await unlessUsed(desk.cache, async () => {
    const end = evaluate();
    await Promise.race([heard.promise, end]);
    return { end };
  }) ?? {};
  assert.equal((await end)?.status, "failed");
  assert.deepEqual(told, [
    "run.start",
    "Waiting for deno task cache",
    "error",
    "evaluation.end",
  ]);
});
