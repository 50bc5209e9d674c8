import assert from "node:assert/strict";
import { Openings } from "../../../src/app/runs/openings.ts";
import type { EvaluationEnd } from "../../../src/app/run/evaluate.ts";
import { age } from "../_age.ts";
import { Desk, type Finished } from "../_cli.ts";
import { points } from "../_pipelines.ts";

const SPLIT = "leat.random({ valid: 0.25, test: 0.2, seed: 1 })";

/** The last event of an evaluation. */
function endOf({ out }: Finished): EvaluationEnd {
  return JSON.parse(out.trimEnd().split("\n").at(-1) ?? "");
}

function typesOf({ out }: Finished): readonly string[] {
  return out.trimEnd().split("\n").map((line) => JSON.parse(line).type);
}

Deno.test("evaluate judges by the validation set, and opens the test set for a reason alone", async () => {
  await using desk = await Desk.open();
  await desk.write("sealed.ts", points({ split: SPLIT }));
  const test = (reason: string) =>
    desk.run([
      "evaluate",
      "./sealed.ts",
      "--test",
      "--json",
      `--reason=${reason}`,
    ]);
  const untrained = await test("too early");
  assert.equal(untrained.code, 1);
  assert.match(
    untrained.out,
    /Cannot evaluate .*it is not trained as it stands/,
  );

  const { end: trained } = await desk.train("./sealed.ts");
  const valid = await desk.run(["evaluate", "./sealed.ts", "--json"]);
  assert.equal(valid.code, 0);
  // Nothing is computed, and nothing is said of what is sealed.
  assert.deepEqual(typesOf(valid), ["run.start", "evaluation.end"]);
  const judged = endOf(valid);
  assert.deepEqual(judged.validation?.metrics, trained.metrics);
  assert.deepEqual(judged.validation?.baseline, trained.baseline);
  assert.equal(judged.test, null);

  for (const reason of ["", "  \t"]) {
    const refused = await test(reason);
    assert.equal(refused.code, 2);
    assert.match(
      refused.out,
      /Cannot open the test set of .*no reason is given/,
    );
    assert.match(refused.out, /add --reason/);
  }
  const plain = await desk.run(["evaluate", "./sealed.ts", "--reason", "why"]);
  assert.deepEqual(
    [plain.code, plain.err.split("\n")[0]],
    [2, "error: --reason is why --test is given: add --test"],
  );
  {
    using openings = Openings.read(desk.cache);
    assert.deepEqual(openings.ofCheckpoint(judged.checkpoint ?? ""), []);
  }

  const first = await test("final  figure\nfor the report");
  assert.equal(first.code, 0, first.out);
  const { test: figures, executed } = endOf(first);
  assert.deepEqual(executed, ["predictions/test", "metrics/test/error_rate"]);
  assert.equal(figures?.reason, "final figure for the report");
  assert.deepEqual(figures?.before, []);
  assert.ok((figures?.metrics["error_rate"] ?? 2) <= 1);

  const second = await test("again");
  const { test: same, executed: nothing } = endOf(second);
  assert.deepEqual(nothing, []);
  assert.ok(!typesOf(second).includes("adapter"));
  assert.deepEqual(same?.metrics, figures?.metrics);
  assert.deepEqual(same?.before.map(({ reason }) => reason), [
    "final figure for the report",
  ]);

  // What it gave is the run's, so that a sweep leaves it with the model.
  await age(desk, 30 * 24);
  const gc = await desk.run(["cache", "gc", "--keep-days=0", "--json"]);
  assert.deepEqual(JSON.parse(gc.out)[0].swept, []);

  const third = await desk.run([
    "evaluate",
    "./sealed.ts",
    "--test",
    "--reason",
    "for people",
  ]);
  assert.match(
    third.out,
    /The test set of \.\/sealed\.ts was opened 2 times before:\n {2}.*"final figure for the report".*\n {2}.*"again".*\nThis opening is number 3: "for people"\n/,
  );
  const page = await desk.run(["runs", "show", "last"]);
  assert.match(
    page.out,
    /\nOpenings of the test set\n.*"final figure.*\n.*"again".*\n.*"for people"/,
  );
});

Deno.test("evaluate refuses a pipeline without a test set, without metrics, and a record that cannot be kept", async () => {
  await using desk = await Desk.open();
  await desk.write("open.ts", points());
  await desk.write("blind.ts", points({ split: SPLIT, metrics: "[]" }));
  await desk.write("sealed.ts", points({ split: SPLIT }));
  const args = ["--test", "--reason", "to see"];
  const open = await desk.run(["evaluate", "./open.ts", ...args]);
  assert.equal(open.code, 1);
  assert.match(
    open.err,
    /^Error \(split\): Cannot open the test set of "\.\/open\.ts": its split keeps no items for one\n.*random\(\{ valid: 0\.2, test: 0\.1/,
  );
  const blind = await desk.run(["evaluate", "./blind.ts"]);
  assert.match(blind.err, /Cannot evaluate "\.\/blind\.ts": it has no metrics/);

  await desk.train("./sealed.ts");
  await Deno.remove(`${desk.cache}/runs.sqlite`);
  await desk.write(".cache/runs.sqlite", "not a database".repeat(100));
  const sealed = await desk.run(["evaluate", "./sealed.ts", ...args]);
  assert.equal(sealed.code, 1);
  // What cannot be counted is not opened.
  assert.match(sealed.err, /^Error \(runs\): Cannot use runs/);
  assert.ok(!sealed.out.includes("error_rate"));
});

Deno.test("evaluate judges stages of the pipeline's own in the trainer", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "own.ts",
    points({
      before: `const wrong = leat.defineStage("metrics", {
  op: "wrongShare",
  version: 1,
  params: (await import("zod")).z.strictObject({}),
  behave: () => ({
    targets: ["category"],
    compute: ({ count, columns, outputs, targets }) => {
      let wrong = 0;
      for (let row = 0; row < count; row++) {
        const at = row * columns;
        if ((outputs[at] > outputs[at + 1]) !== (targets[at] > targets[at + 1])) {
          wrong++;
        }
      }
      return wrong / count;
    },
  }),
});`,
      split: SPLIT,
      metrics: "[leat.errorRate(), wrong({}) as never]",
    }),
  );
  const { code, error } = await desk.train("./own.ts");
  assert.equal(code, 0, error.message);
  const judged = await desk.run([
    "evaluate",
    "./own.ts",
    "--json",
    "--test",
    "--reason",
    "own",
  ]);
  assert.equal(judged.code, 0, judged.out);
  const { validation, test } = endOf(judged);
  for (const figures of [validation, test]) {
    assert.equal(
      figures?.metrics["wrong_share"],
      figures?.metrics["error_rate"],
    );
  }
});
