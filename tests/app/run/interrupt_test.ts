import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import { Desk, eventsOf, told, watched } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { isGone, tellsParents, trainerOf } from "../_processes.ts";

/** Some 250 steps an epoch: time to stop in the middle of one, on a busy machine too. */
const LONG = points({
  source: `leat.rows(
  Array.from({ length: 1280 }, (_, at) => ({ at, x: Math.sin(at), y: at % 7 })),
  { id: "at" },
)`,
  fit: "leat.constant(2, { learningRate: 0.01, batch: 4 })",
});

async function desk(): Promise<Desk> {
  const made = await Desk.open();
  await made.write("p.ts", LONG);
  return made;
}

/** Whether the second epoch is under way, and not at its end. */
function midway(event: RunEvent): boolean {
  return event.type === "batch" && event.epoch === 2 &&
    event.step < event.steps;
}

/** Calls back at the first event of a kind. */
function once(
  when: (event: RunEvent) => boolean,
  act: () => void,
): (event: RunEvent) => void {
  let done = false;
  return (event) => {
    if (done || !when(event)) return;
    done = true;
    act();
  };
}

async function weightsOf(model: string | null): Promise<Uint8Array> {
  return await Deno.readFile(join(model ?? "", "weights.safetensors"));
}

Deno.test("Ctrl-C saves, and the next run ends as if unbroken", async () => {
  await using broken = await desk();
  await using whole = await desk();
  const child = broken.start(["train", "./p.ts", "--json"]);
  const stopped = told(
    await watched(child, once(midway, () => child.kill("SIGINT"))),
  );
  assert.equal(stopped.code, 130);
  assert.equal(stopped.end.status, "cancelled");
  assert.equal(stopped.end.model, null);
  assert.deepEqual(stopped.error, {});

  const { out } = await broken.run(["plan", "./p.ts"]);
  assert.match(
    out,
    /\nreuse +fit\/training\/1\ncontinue +fit\/training\/2 .*from step \d+ of \d+: no record\n/,
  );

  const resumed = await broken.train("./p.ts");
  assert.equal(resumed.code, 0);
  const plan = eventsOf(resumed.events, "plan")[0]?.nodes ?? [];
  assert.deepEqual(plan.slice(0, 2).map(({ state }) => state), [
    "reuse",
    "continue",
  ]);
  assert.match(plan[1]?.from ?? "", /^step \d+ of \d+$/);
  const steps = eventsOf(resumed.events, "batch").map(({ step }) => step);
  assert.ok((steps[0] ?? 0) > 1, "it goes on in the middle of the epoch");

  const unbroken = await whole.train("./p.ts");
  assert.deepEqual(
    await weightsOf(resumed.end.model),
    await weightsOf(unbroken.end.model),
  );
  assert.deepEqual(resumed.end.metrics, unbroken.end.metrics);
});

Deno.test("a stopped run says how to go on", async () => {
  await using place = await desk();
  const child = place.start(
    ["train", "./p.ts", "--set", "fit.epochs=500", "--set", "fit.seed=7"],
  );
  const [first, all] = child.stdout.tee();
  const text = new Response(all).text();
  const reader = first.getReader();
  await reader.read();
  child.kill("SIGINT");
  while (!(await reader.read()).done);
  const [out, { code }] = await Promise.all([text, child.status]);
  await child.stderr.cancel();
  assert.equal(code, 130);
  assert.match(out, /\nStopping after this step; Ctrl-C again stops at once\n/);
  assert.match(
    out,
    /\nStopped\. To go on from there: deno task train \.\/p\.ts --set fit\.epochs=500 --set fit\.seed=7\n$/,
  );
});

Deno.test({
  name: "a trainer that is killed is reported, and the next run goes on",
  ignore: !tellsParents,
  fn: async () => {
    await using place = await desk();
    const child = place.start(["train", "./p.ts", "--json"]);
    const failed = told(
      await watched(
        child,
        once(midway, () => {
          const trainer = trainerOf(child.pid);
          if (trainer !== undefined) Deno.kill(trainer, "SIGKILL");
        }),
      ),
    );
    assert.equal(failed.code, 1);
    assert.equal(failed.end.status, "failed");
    assert.match(
      failed.error.message ?? "",
      /^Cannot go on: the training process ended \(SIGKILL\)/,
    );
    assert.match(failed.error.remedy ?? "", /^Run the same command again/);
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
    let trainer: number | undefined;
    await watched(
      child,
      once(midway, () => {
        trainer = trainerOf(child.pid);
        child.kill("SIGKILL");
      }),
    );
    assert.notEqual(trainer, undefined);
    // The lock of its epoch is free only when it is gone.
    const next = await place.train("./p.ts");
    assert.equal(next.code, 0);
    assert.ok(next.end.reused.includes("fit/training/1"));
    const steps = eventsOf(next.events, "batch").map(({ step }) => step);
    assert.ok((steps[0] ?? 0) > 1, "what it had was saved");
    assert.ok(await isGone(trainer ?? 0));
  },
});

Deno.test("two runs of one pipeline at the same time train it once", async () => {
  await using place = await Desk.open();
  await place.write("p.ts", points());
  const [one, other] = await Promise.all([
    place.train("./p.ts"),
    place.train("./p.ts"),
  ]);
  assert.equal(one.code, 0);
  assert.equal(other.code, 0);
  const [first, second] = one.end.executed.length > 0
    ? [one, other]
    : [other, one];
  assert.ok(first.end.executed.includes("model"));
  assert.deepEqual(second.end.executed, []);
  assert.equal(eventsOf(second.events, "adapter").length, 0);
  assert.deepEqual(second.end.metrics, first.end.metrics);
  assert.equal(second.end.model, first.end.model);
});
