import assert from "node:assert/strict";
import { Desk, eventsOf } from "../_cli.ts";
import { points } from "../_pipelines.ts";

const claiming = (expect: string, metrics = "[leat.errorRate()]") =>
  points({ metrics, expect });

Deno.test("a run whose claim is false exits 1, the model is there", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", claiming("[leat.errorRate.below(1.1)]"));
  const held = await desk.train("./p.ts");
  assert.equal(held.code, 0, held.error.message);
  const rate = held.end.metrics["error_rate"] ?? NaN;
  assert.deepEqual(held.end.claims, [{
    text: "error_rate below 1.1",
    metric: "error_rate",
    relation: "below",
    bound: 1.1,
    value: rate,
    holds: true,
  }]);

  // What is claimed changes no result: nothing runs again, and all is judged.
  await desk.write(
    "p.ts",
    claiming(`[
    leat.errorRate.above(1),
    leat.claim("valid_loss").above(0),
    leat.errorRate.within(0),
  ]`),
  );
  const broken = await desk.train("./p.ts");
  assert.equal(broken.code, 1);
  assert.equal(broken.end.status, "failed");
  assert.deepEqual(broken.end.executed, []);
  assert.deepEqual(
    broken.end.claims?.map(({ text, holds }) => [text, holds]),
    [["error_rate above 1", false], ["valid_loss above 0", true]],
  );
  assert.deepEqual(broken.end.metrics, held.end.metrics);
  assert.match(
    broken.error.message ?? "",
    /^Cannot keep what the pipeline claims: error_rate above 1 \(it is [\d.]+\)$/,
  );
  const { model } = broken.end;
  const stored = JSON.parse(await Deno.readTextFile(`${model}/model.json`));
  assert.equal(stored.description.expect, undefined);

  const { code, out, err } = await desk.run(["train", "./p.ts"]);
  assert.equal(code, 1);
  assert.match(
    out,
    /\nerror_rate above 1: [\d.]+, false\nvalid_loss above 0: [\d.]+, true\nModel: \//,
  );
  assert.match(
    err,
    /^Error \(expect\): Cannot keep what the pipeline claims: /,
  );

  await desk.write("row.json", '[{ "at": 0, "x": 1, "y": 1 }]');
  const asked = await desk.run(["predict", "./p.ts", "row.json"]);
  assert.equal(asked.code, 0, asked.err);

  // A claim is of what the file gives.
  const set = await desk.train("./p.ts", ["--set", "fit.learningRate=0.2"]);
  assert.equal(set.code, 0, set.error.message);
  assert.equal(set.end.status, "ok");
  assert.equal(set.end.claims?.[0]?.holds, false);
  const told = await desk.run(["train", "./p.ts", "--set", "fit.epochs=1"]);
  assert.equal(told.code, 0);
  assert.match(told.out, /error_rate above 1: [\d.]+, false\n/);
  assert.match(told.out, /\nA false claim is no failure under --set: /);
});

Deno.test("what is claimed and false is not written into the lock", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", claiming("[leat.errorRate.above(1)]"));
  const { code } = await desk.train("./p.ts", ["--lock"]);
  assert.equal(code, 1);
  const lock = () => Deno.readTextFile(`${desk.folder}/leat.lock`);
  await assert.rejects(lock(), Deno.errors.NotFound);
  await desk.write("p.ts", claiming("[leat.errorRate.below(1.1)]"));
  assert.equal((await desk.train("./p.ts", ["--lock"])).code, 0);
  assert.match(await lock(), /"error_rate"/);
});

Deno.test("a claim about what is not listed fails before anything is trained", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", claiming("[leat.accuracy.above(0.5)]"));
  const { code, error, events } = await desk.train("./p.ts");
  assert.equal(code, 1);
  assert.match(error.message ?? "", /^Cannot claim anything of "accuracy": /);
  assert.equal(eventsOf(events, "plan").length, 0);
});

Deno.test("a metric of one's own can be claimed too", async () => {
  await using desk = await Desk.open();
  const before = `
const hitsStage = leat.defineStage("metrics", {
  op: "nightHits",
  version: 1,
  params: leat.z.strictObject({}),
  behave: () => ({
    targets: ["category"],
    better: "higher",
    compute: ({ count }) => count,
  }),
});
const hits = hitsStage({});`;
  await desk.write(
    "p.ts",
    points({
      before,
      metrics: "[hits]",
      expect: "[leat.claim(hits).above(1), leat.claim(hits).below(1)]",
    }),
  );
  const { code, end } = await desk.train("./p.ts");
  assert.equal(code, 1);
  assert.deepEqual(
    end.claims?.map(({ text, holds }) => [text, holds]),
    [["night_hits above 1", true], ["night_hits below 1", false]],
  );
});
