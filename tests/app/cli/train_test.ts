import assert from "node:assert/strict";
import { join } from "node:path";
import { Desk, eventsOf, type Told } from "../_cli.ts";
import { points } from "../_pipelines.ts";

/** Whether a trainer process computed something. */
function computed({ events }: Told): boolean {
  return eventsOf(events, "adapter").length > 0;
}

Deno.test("train tells in NDJSON how it went, and does nothing twice", async () => {
  await using desk = await Desk.open();
  const before = 'console.log("a print of the pipeline");';
  await desk.write("my/p.ts", points({ before }));

  const first = await desk.train("./my/p.ts");
  assert.equal(first.code, 0);
  assert.equal(first.err, "");
  const { status, metrics, baseline, executed, adapter, model, history } =
    first.end;
  assert.equal(status, "ok");
  assert.deepEqual(Object.keys(metrics), ["error_rate"]);
  assert.ok((metrics["error_rate"] ?? 1) < (baseline["error_rate"] ?? 0));
  assert.deepEqual(first.end.reused, []);
  for (const node of ["source", "label", "split", "input", "model"]) {
    assert.ok(executed.includes(node), node);
  }
  assert.equal(typeof adapter?.["description"], "string");
  assert.ok(first.end.seconds > 0);
  assert.equal(history.length, 1);
  assert.ok(computed(first));
  assert.ok(model?.startsWith(join(desk.cache, "models", "p-")));
  for (const file of ["model.json", "weights.safetensors"]) {
    assert.ok((await Deno.stat(join(model ?? "", file))).isFile);
  }
  assert.ok(
    eventsOf(first.events, "notice").some(({ text }) =>
      text === "a print of the pipeline"
    ),
  );

  const second = await desk.train("./my/p.ts");
  assert.equal(second.code, 0);
  assert.deepEqual(second.end.executed, []);
  assert.deepEqual(new Set(second.end.reused), new Set(executed));
  assert.deepEqual(second.end.metrics, metrics);
  assert.deepEqual(second.end.adapter, adapter);
  assert.deepEqual(second.end.history, history);
  assert.equal(second.end.model, model);
  assert.ok(!computed(second));
});

Deno.test("a piped report is plain lines", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const first = await desk.run(["train", "./p.ts", "--set", "fit.epochs=2"]);
  assert.equal(first.err, "");
  assert.match(first.out, /^To do: fit\/training\/1-2, predictions, /m);
  assert.match(first.out, /\n {7}epoch +train_loss +valid_loss +error_rate /);
  assert.match(first.out, /\n {9}2\/2 /);
  assert.match(
    first.out,
    /\nerror_rate 0\.\d{4} {3}\(guessing without looking: /,
  );
  assert.match(first.out, /\nModel: .*\/models\/p-/);
  assert.doesNotMatch(first.out, /^Steps: |in place of Leat/m);
  // deno-lint-ignore no-control-regex -- what draws bars must not be there
  assert.doesNotMatch(first.out, /[\x1b\r█]/);
  const second = await desk.run(["train", "./p.ts", "--set", "fit.epochs=2"]);
  assert.match(second.out, /^Nothing to do: every step was done before\n/);
  assert.match(second.out, /\nModel: .*\/models\/p-/);
});

Deno.test("train --eager replays nothing and gives the same model", async () => {
  await using desk = await Desk.open();
  const fit = "leat.constant(2, { learningRate: 0.1, batch: 16 })";
  await desk.write("p.ts", points({ fit }));
  const stepsOf = ({ events }: Told) => {
    const [report, ...more] = eventsOf(events, "engine");
    assert.deepEqual(more, []);
    return report?.steps;
  };
  const weightsOf = ({ end }: Told) =>
    Deno.readFile(join(end.model ?? "", "weights.safetensors"));
  const replayed = await desk.train("./p.ts");
  assert.deepEqual(stepsOf(replayed), { replayed: 4, anew: 2 });
  const other = { LEAT_CACHE: join(desk.folder, "other") };
  const eager = await desk.train("./p.ts", ["--eager"], other);
  assert.equal(eager.code, 0, eager.error.message);
  assert.deepEqual(stepsOf(eager), { replayed: 0, anew: 6 });
  assert.deepEqual(await weightsOf(eager), await weightsOf(replayed));
  const again = await desk.train("./p.ts", ["--eager"]);
  assert.deepEqual(again.end.executed, [], "how steps are taken is in no key");
  assert.equal(stepsOf(again), undefined);
});

Deno.test("train --verbose says what ran on which kernels", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const told = await desk.run(["train", "./p.ts", "--verbose"]);
  assert.equal(told.code, 0, told.err);
  assert.match(
    told.out,
    /\nSteps: 1 replayed, 2 done anew; [\d.]+ KiB kept on the device /,
  );
  assert.match(told.out, /\nKernels of tfjs ran in place of Leat's, /);
  assert.match(
    told.out,
    /\n {2}\d+ x FusedBatchNorm: 2 channels are not in fours \(\[1,1,16,2\]/,
  );
  const again = await desk.run(["train", "./p.ts", "--verbose"]);
  assert.match(again.out, /\nNothing was computed on the device, /);
});

Deno.test("names, exports and folders lead to the same pipelines", async () => {
  await using desk = await Desk.open();
  await desk.write("here/p.ts", `${points()}\nexport const full = 3;`);
  const there = { INIT_CWD: join(desk.folder, "here") };
  const wrong = await desk.train("./p.ts#full", [], there);
  assert.match(wrong.error.message ?? "", /export "full" that is a pipeline/);
  assert.equal(wrong.code, 2);
  const one = await desk.train("xor#oneLayer", ["--set", "fit.epochs=1"]);
  assert.equal(one.code, 0);
  assert.match(one.end.model ?? "", /models\/xor-oneLayer$/);
  assert.deepEqual(Object.keys(one.end.metrics), ["accuracy"]);
});
