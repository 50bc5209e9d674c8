import assert from "node:assert/strict";
import { join } from "node:path";
import { RunStore } from "../../../src/app/runs/run_store.ts";
import { Desk, eventsOf, finished, type Told, told } from "../_cli.ts";
import { allow, GATES, holding } from "../_gate.ts";
import { drawImages } from "../_images.ts";
import { pictures } from "../_pipelines.ts";
import { isGone, tellsParents, trainerOf } from "../_processes.ts";

/** A desk whose trainings are held in the middle of the second of two epochs. */
async function desk(): Promise<Desk> {
  const made = await Desk.open();
  await drawImages(made, 40);
  await made.write(
    "p.ts",
    pictures({
      before: GATES,
      input: "leat.image({ size: 8 })",
      transforms: "[stepGate({})]",
      fit: "leat.constant(2, { learningRate: 0.01, batch: 2 })",
    }),
  );
  // An epoch has 14.
  await allow(made, 17);
  return made;
}

async function weightsOf(model: string | null): Promise<Uint8Array> {
  return await Deno.readFile(join(model ?? "", "weights.safetensors"));
}

/** Begins with what was saved in the middle of the second epoch. */
function assertGoesOn({ events }: Told): void {
  const fit = (eventsOf(events, "plan")[0]?.nodes ?? [])
    .filter(({ name }) => name.startsWith("fit/"));
  assert.deepEqual(fit.map(({ state }) => state), ["reuse", "continue"]);
  assert.match(fit[1]?.from ?? "", /^step [1-9]\d* of 14$/);
}

Deno.test("Ctrl-C saves and says how to go on, and the next run ends as if unbroken", async () => {
  await using place = await desk();
  const args = ["./p.ts", "--set", "fit.seed=7"];
  const child = place.start(["train", ...args]);
  const err = new Response(child.stderr).text();
  await holding(place, child.status);
  child.kill("SIGINT");
  let out = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const before = out;
    out += text;
    const heard = /\nStopping after this step; Ctrl-C again stops at once\n/;
    // The trainer was asked as well.
    if (heard.test(out) && !heard.test(before)) await allow(place, "all");
  }
  assert.equal((await child.status).code, 130);
  assert.match(
    out,
    /\nStopped\. To go on from there: deno task train \.\/p\.ts --set fit\.seed=7\n$/,
  );
  assert.equal(await err, "");
  {
    using runs = RunStore.open(place.cache);
    const [run] = runs.list();
    assert.equal(run?.status, "cancelled");
    assert.equal(run.model, null);
    assert.equal(run.error, null);
  }

  const { out: planned } = await place.run(["plan", ...args]);
  assert.match(
    planned,
    /\nreuse +fit\/training\/1\ncontinue +fit\/training\/2 .*from step \d+ of 14: no record\n/,
  );

  const [spoken, ...options] = args as [string, ...string[]];
  const resumed = await place.train(spoken, options);
  assert.equal(resumed.code, 0);
  assertGoesOn(resumed);

  const elsewhere = { LEAT_CACHE: join(place.folder, "elsewhere") };
  const unbroken = await place.train(spoken, options, elsewhere);
  assert.deepEqual(
    await weightsOf(resumed.end.model),
    await weightsOf(unbroken.end.model),
  );
  assert.deepEqual(resumed.end.metrics, unbroken.end.metrics);
});

Deno.test({
  name: "a trainer that is killed is reported, and the next run goes on",
  ignore: !tellsParents,
  fn: async () => {
    await using place = await desk();
    const child = place.start(["train", "./p.ts", "--json"]);
    const ended = finished(child);
    await holding(place, ended);
    Deno.kill(trainerOf(child.pid) ?? 0, "SIGKILL");
    const failed = told(await ended);
    assert.equal(failed.code, 1);
    assert.equal(failed.end.status, "failed");
    assert.match(
      failed.error.message ?? "",
      /^Cannot go on: the training process ended \(SIGKILL\)/,
    );
    assert.match(failed.error.remedy ?? "", /^Run the same command again/);
    await allow(place, "all");
    const next = await place.train("./p.ts");
    assert.equal(next.code, 0);
    assert.ok(next.end.reused.includes("fit/training/1"));
  },
});

Deno.test({
  name: "a trainer whose supervisor is killed stops by itself",
  ignore: !tellsParents,
  fn: async () => {
    await using place = await desk();
    const child = place.start(["train", "./p.ts", "--json"]);
    const ended = finished(child);
    await holding(place, ended);
    const trainer = trainerOf(child.pid);
    assert.ok(trainer);
    child.kill("SIGKILL");
    await ended;
    await allow(place, "all");
    // The lock of its epoch is free only when it is gone.
    const next = await place.train("./p.ts");
    assert.equal(next.code, 0);
    assert.ok(next.end.reused.includes("fit/training/1"));
    assertGoesOn(next);
    assert.ok(await isGone(trainer));
  },
});
