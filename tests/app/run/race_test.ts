import assert from "node:assert/strict";
import { join } from "node:path";
import { filesOf } from "../../_entries.ts";
import {
  Desk,
  eventsOf,
  type Finished,
  finished,
  type Told,
  told,
  watched,
} from "../_cli.ts";
import { allow, GATES, holding } from "../_gate.ts";
import { points } from "../_pipelines.ts";
import { tellsParents, trainerOf } from "../_processes.ts";

const ARGS = ["train", "./p.ts", "--json"];
const WAITS = "Waiting for another run of this pipeline";
const NODES = [
  "fit/training/1",
  "fit/training/2",
  "input",
  "label",
  "metrics/error_rate",
  "metrics/gate",
  "model",
  "predictions",
  "source",
  "split",
  "statistics",
];

async function desk(): Promise<Desk> {
  const made = await Desk.open();
  await made.write(
    "p.ts",
    points({
      before: GATES,
      metrics: "[leat.errorRate(), epochGate({})]",
      fit: "leat.constant(2, { learningRate: 0.1, batch: 8 })",
    }),
  );
  return made;
}

/** What two runs computed, each node as often as it was. */
function computed(...runs: readonly Pick<Told, "end">[]): readonly string[] {
  return runs.flatMap(({ end }) => end.executed).sort();
}

/** A second run beside one that is held in its midst until the second waits. */
async function raced(
  place: Desk,
  end: "resume" | "kill",
): Promise<{ readonly first: Finished; readonly second: Told }> {
  await allow(place, 0);
  const child = place.start(ARGS);
  const first = finished(child);
  await holding(place, first);
  const other = place.start(ARGS);
  const second = watched(other, (event) => {
    if (event.type !== "notice" || event.text !== WAITS) return;
    if (end === "kill") {
      Deno.kill(trainerOf(child.pid) ?? 0, "SIGKILL");
      child.kill("SIGKILL");
    }
    allow(place, "all");
  });
  return { first: await first, second: told(await second) };
}

Deno.test("two runs of one pipeline that start at once train it once", async () => {
  await using place = await desk();
  const children = [place.start(ARGS), place.start(ARGS)];
  const [one, two] = (await Promise.all(children.map(finished))).map(told);
  assert.ok(one && two);
  assert.deepEqual([one.code, two.code], [0, 0]);
  assert.deepEqual(computed(one, two), NODES);
  const [by, other] = one.end.executed.length > 0 ? [one, two] : [two, one];
  // Which is first at the lock computes all; the other finds it.
  assert.deepEqual(computed(by), NODES);
  assert.deepEqual(other.end.executed, []);
  assert.deepEqual(eventsOf(other.events, "adapter"), []);
  assert.deepEqual(other.end.metrics, by.end.metrics);
  assert.deepEqual(other.end.outputs, by.end.outputs);
  assert.deepEqual(other.end.history, by.end.history);
  assert.equal(other.end.model, by.end.model);
});

Deno.test({
  name: "a second run of one pipeline says that it waits, and ends with a hit",
  ignore: !tellsParents,
  fn: async () => {
    await using place = await desk();
    const { first, second } = await raced(place, "resume");
    const one = told(first);
    assert.deepEqual([one.code, second.code], [0, 0]);
    const notices = (run: Told) =>
      eventsOf(run.events, "notice").map(({ text }) => text)
        .filter((text) => text === WAITS);
    assert.deepEqual([notices(one), notices(second)], [[], [WAITS]]);
    assert.deepEqual(computed(one), NODES);
    assert.deepEqual(second.end.executed, []);
    assert.deepEqual(second.end.metrics, one.end.metrics);
    // It opened no device.
    assert.deepEqual(eventsOf(second.events, "adapter"), []);
    // A person reads the same.
    const { out, code } = await place.run(["train", "./p.ts"]);
    assert.equal(code, 0);
    assert.match(out, /^Nothing to do: every step was done before$/m);
  },
});

Deno.test({
  name:
    "a run that waits takes over from one that is killed, and goes on from there",
  ignore: !tellsParents,
  fn: async () => {
    await using place = await desk();
    const { first, second } = await raced(place, "kill");
    assert.notEqual(first.code, 0);
    assert.equal(second.code, 0);
    // What the first published is not computed again.
    const done = first.out.trimEnd().split("\n").flatMap((line) => {
      const event = JSON.parse(line);
      const isDone = event.type === "node.state" && event.state === "done";
      return isDone ? [event.node] : [];
    });
    const again = second.end.executed.filter((name) => done.includes(name));
    assert.deepEqual(again, []);
    // A desk of its own might find other kernels to be likely.
    const elsewhere = { LEAT_CACHE: join(place.folder, "elsewhere") };
    const whole = await place.train("./p.ts", [], elsewhere);
    assert.deepEqual(second.end.metrics, whole.end.metrics);
    assert.deepEqual(
      await filesOf(second.end.model ?? ""),
      await filesOf(whole.end.model ?? ""),
    );
  },
});
