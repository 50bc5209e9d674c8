import assert from "node:assert/strict";
import { unlessUsed } from "../../../src/base/store/in_use.ts";
import { evaluatePipeline } from "../../../src/app/run/evaluate.ts";
import { age } from "../_age.ts";
import { Desk, finished } from "../_cli.ts";
import { allow, GATES, holding } from "../_gate.ts";
import { entriesOf } from "../../_entries.ts";
import { points } from "../_pipelines.ts";
import { supervised } from "../_supervised.ts";

Deno.test("cache gc leaves a cache alone that a training uses", async () => {
  await using desk = await Desk.open();
  const gated = (rate: number) =>
    points({
      before: GATES,
      metrics: "[epochGate({})]",
      fit: `leat.constant(1, { learningRate: ${rate}, batch: 16 })`,
    });
  await desk.write("p.ts", gated(0.1));
  await supervised(desk, "p.ts");
  await age(desk, 30 * 24);
  const keys = async () => (await entriesOf(desk.cache)).map(({ key }) => key);
  const kept = await keys();
  await desk.write("p.ts", gated(0.2));
  await allow(desk, 0);
  const training = finished(desk.start(["train", "./p.ts", "--json"]));
  await holding(desk, training);
  const gc = ["gc", "--delete", "--keep-days", "0", "--max-bytes", "0"];
  const { code, err, out } = await desk.run(["cache", ...gc]);
  await allow(desk, "all");
  assert.equal((await training).code, 0);
  assert.equal(code, 1);
  assert.equal(out, "");
  assert.equal(
    err,
    `Error: Cannot remove anything from cache "${desk.cache}": a run uses it\n  Wait until it is done, or stop it with Ctrl-C\n`,
  );
  const left = await keys();
  assert.deepEqual(kept.filter((key) => !left.includes(key)), []);
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
