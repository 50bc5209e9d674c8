import assert from "node:assert/strict";
import { join } from "node:path";
import { Desk, eventsOf } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { watching } from "./_watching.ts";

const constant = (epochs: number, more = "") =>
  `leat.constant(${epochs}, { learningRate: 0.1, batch: 16${more} })`;

/** Some 4,000 steps: time to edit in the midst of them. */
const LONG = { fit: constant(1300, "") };

const names = (nodes: readonly { readonly name: string }[]) =>
  nodes.map(({ name }) => name);

const running = (
  nodes: readonly { readonly name: string; readonly state: string }[],
) => names(nodes.filter(({ state }) => state !== "reuse"));

Deno.test("watch trains, and each save runs what it changes", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  await using watch = watching(desk, "./p.ts");
  const files = await watch.next("watch.files");
  assert.deepEqual(files.files, [join(desk.folder, "p.ts")]);
  const first = await watch.ended();
  assert.equal(first.status, "ok");
  assert.ok(first.executed.includes("fit/training/1"));

  // A comment runs nothing.
  await desk.write("p.ts", `// a comment\n${points()}`);
  const saved = await watch.next("watch.saved");
  assert.deepEqual(saved.files, [join(desk.folder, "p.ts")]);
  const same = await watch.next("watch.unchanged");
  assert.equal(same.status, "ok");

  // A metric runs no epoch.
  const metrics = "[leat.errorRate(), leat.accuracy()]";
  await desk.write("p.ts", points({ metrics }));
  const plan = await watch.next("watch.plan");
  assert.deepEqual(running(plan.nodes), ["metrics/accuracy", "model"]);
  const more = await watch.ended();
  assert.equal(more.gen, plan.gen);
  assert.deepEqual(more.executed, ["metrics/accuracy", "model"]);
  assert.deepEqual(Object.keys(more.metrics), ["error_rate", "accuracy"]);

  // One more epoch at a constant rate goes on from the first.
  await desk.write("p.ts", points({ metrics, fit: constant(2) }));
  const longer = await watch.ended();
  assert.ok(longer.executed.includes("fit/training/2"));
  assert.ok(!longer.executed.includes("fit/training/1"));
  assert.equal(await watch.quit(), 0);
  assert.equal(watch.events.at(-1)?.type, "watch.end");
});
