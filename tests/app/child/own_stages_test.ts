import assert from "node:assert/strict";
import { Desk, eventsOf } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";

const ZOD = 'import { z } from "zod";';

Deno.test("a transform and a metric of one's own train, and are reused", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  await desk.write(
    "p.ts",
    pictures({
      before: `${ZOD}
const dimStage = leat.defineStage("transforms", {
  op: "dim",
  version: 1,
  params: z.strictObject({ by: z.number() }),
  behave: ({ by }) => ({
    when: "always",
    apply: (tf, batch) => tf.mul(batch, by),
  }),
});
const hitsStage = leat.defineStage("metrics", {
  op: "hits",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    targets: ["category"],
    better: "higher",
    compute: ({ count }) => count,
  }),
});`,
      transforms: "[leat.flip(), dimStage({ by: 0.5 })]",
      metrics: "[leat.errorRate(), hitsStage({})]",
    }),
  );
  const first = await desk.train("./p.ts");
  assert.equal(first.code, 0, first.error.message);
  assert.deepEqual(Object.keys(first.end.metrics), ["error_rate", "hits"]);
  assert.ok((first.end.metrics["hits"] ?? 0) > 2);

  const second = await desk.train("./p.ts");
  assert.deepEqual(second.end.executed, []);
  assert.equal(eventsOf(second.events, "adapter").length, 0);
  assert.deepEqual(second.end.metrics, first.end.metrics);
  assert.deepEqual(second.end.adapter, first.end.adapter);

  const other = await desk.train("./p.ts", ["--set", "transforms.dim.by=0.9"]);
  assert.equal(other.code, 0, other.error.message);
  assert.ok(other.end.executed.includes("fit/training/1"));
  assert.ok(other.end.reused.includes("input"));
  const asked = await desk.run(["predict", "./p.ts", "images/red_0.jpg"]);
  assert.equal(asked.code, 0, asked.err);
});

Deno.test("a source of one's own lists without any right", async () => {
  await using desk = await Desk.open();
  const source = (list: string) =>
    points({
      before: `${ZOD}
const countStage = leat.defineStage("source", {
  op: "count",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({ lists: "row", list: ${list} }),
});`,
      source: "countStage({})",
    });
  await desk.write(
    "p.ts",
    source(`() => Promise.resolve({
    items: points.map((item) => ({ id: String(item.at + 100), item })),
    skipped: [],
    notices: ["Counted"],
  })`),
  );
  const first = await desk.train("./p.ts");
  assert.equal(first.code, 0, first.error.message);
  assert.ok(
    eventsOf(first.events, "notice").some(({ text }) => text === "Counted"),
  );
  assert.deepEqual((await desk.train("./p.ts")).end.executed, []);

  await desk.write("p.ts", source('() => Deno.readTextFile("/etc/passwd")'));
  const reading = await desk.train("./p.ts");
  assert.equal(reading.code, 1);
  assert.equal(
    reading.error.message,
    'Cannot run the source: it asks for read access to "/etc/passwd"',
  );
  assert.equal(reading.error.stage, "source");
});

Deno.test("a stage of one's own that fails is told as that", async () => {
  await using desk = await Desk.open();
  await drawImages(desk, 20);
  await desk.write(
    "p.ts",
    pictures({
      before: `${ZOD}
const wrongStage = leat.defineStage("transforms", {
  op: "wrong",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    when: "always",
    apply: () => { throw new RangeError("no such colour"); },
  }),
});`,
      transforms: "[wrongStage({})]",
    }),
  );
  const { code, error } = await desk.train("./p.ts");
  assert.equal(code, 1);
  assert.equal(error.message, "RangeError: no such colour");
  assert.match(error.remedy ?? "", /^Look at the stages that the pipeline /);
  assert.match(error.remedy ?? "", /p\.ts:\d+/);
});
