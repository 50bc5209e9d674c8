import assert from "node:assert/strict";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import type { Emit, RunEnd, RunEvent } from "../../../src/flow/events/event.ts";
import type { WatchEvent } from "../../../src/app/watch/event.ts";
import type { Foreseen } from "../../../src/app/watch/foresee.ts";
import { Reactor } from "../../../src/app/watch/reactor.ts";

/** A pipeline of one epoch after the other, by their keys. */
function pipeline(
  identity: string,
  { keys = [identity], seconds }: {
    readonly keys?: readonly string[];
    readonly seconds?: number;
  } = {},
): Foreseen {
  const nodes = keys.map((key, at) =>
    ({ name: `fit/full/${at + 1}`, state: "run", key, seconds: null }) as const
  );
  return { identity, nodes, seconds };
}

/** A run that does what it is told. */
interface FakeRun {
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly end: (status: RunEnd["status"]) => Promise<void>;
  /** Begins with a node. */
  readonly node: (key: string) => void;
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

function ended(status: RunEnd["status"]): RunEnd {
  return {
    type: "run.end",
    status,
    metrics: {},
    baseline: {},
    executed: [],
    reused: [],
    adapter: null,
    seconds: 0,
    model: null,
    outputs: {},
    history: [],
  };
}

/** A reactor over a file that is whatever it is set to. */
class Stage {
  readonly events: WatchEvent[] = [];
  readonly runs: FakeRun[] = [];
  readonly reactor: Reactor;
  file: () => Promise<Foreseen> = () => Promise.resolve(pipeline("a"));

  constructor(budget = 60) {
    this.reactor = new Reactor({
      budget,
      emit: (event) => void this.events.push(event),
      foresee: () => this.file(),
      run: ({ emit, signal }) => this.#run(emit, signal),
    });
  }

  #run(emit: Emit, signal: AbortSignal): Promise<RunEnd> {
    const { promise, resolve } = Promise.withResolvers<RunEnd>();
    this.runs.push({
      emit,
      signal,
      node: (key) =>
        emit({ type: "node.state", node: key, key, state: "running" }),
      end: async (status) => {
        const end = ended(status);
        emit(end);
        resolve(end);
        await turn();
      },
    });
    return promise;
  }

  /** Saves a file and waits until it was looked at. */
  async save(foreseen: Foreseen): Promise<void> {
    this.file = () => Promise.resolve(foreseen);
    await this.reactor.look(["p.ts"]);
  }

  /** What was told of a generation, without what runs tell. */
  told(gen: number): readonly string[] {
    return this.events.filter((event) =>
      event.gen === gen && event.type.startsWith("watch.")
    ).map((event) =>
      event.type === "watch.unchanged"
        ? `unchanged ${event.status}`
        : event.type
    );
  }
}

const note = (text: string): RunEvent => ({ type: "notice", text });

Deno.test("the first look runs, whatever it takes; the same again runs nothing", async () => {
  const stage = new Stage();
  stage.file = () => Promise.resolve(pipeline("a", { seconds: 1e6 }));
  await stage.reactor.look();
  assert.equal(stage.runs.length, 1);
  await stage.save(pipeline("a"));
  assert.deepEqual(stage.told(2), ["watch.saved", "unchanged running"]);
  await stage.runs[0]?.end("ok");
  await stage.save(pipeline("a"));
  assert.deepEqual(stage.told(3), ["watch.saved", "unchanged ok"]);
  assert.equal(stage.runs.length, 1);
});

Deno.test("what a superseded run still says is not told, but its end", async () => {
  const stage = new Stage();
  await stage.reactor.look();
  const [first] = stage.runs;
  first?.node("a");
  first?.emit(note("before"));
  await stage.save(pipeline("b"));
  assert.ok(first?.signal.aborted);
  first?.emit(note("late"));
  assert.equal(stage.runs.length, 1, "one after the other");
  // It got to its end before it heard of the stop.
  await first?.end("ok");
  assert.equal(stage.runs.length, 2);
  const texts = stage.events.flatMap((event) =>
    event.type === "notice" ? event.text : []
  );
  assert.deepEqual(texts, ["before"]);
  const ends = stage.events.filter(({ type }) => type === "run.end");
  assert.deepEqual(ends.map(({ gen }) => gen), [1]);
});

Deno.test("of many saves only the last runs, however slowly it is described", async () => {
  const stage = new Stage();
  await stage.reactor.look();
  const slow = Promise.withResolvers<Foreseen>();
  stage.file = () => slow.promise;
  const looked = stage.reactor.look(["p.ts"]);
  await stage.save(pipeline("c"));
  slow.resolve(pipeline("b"));
  await looked;
  await stage.save(pipeline("d"));
  await stage.runs[0]?.end("cancelled");
  assert.equal(stage.runs.length, 2);
  const plans = stage.events.filter(({ type }) => type === "watch.plan");
  assert.deepEqual(plans.map(({ gen }) => gen), [1, 3, 4]);
  await stage.runs[1]?.end("ok");
  await stage.save(pipeline("d"));
  assert.deepEqual(stage.told(5), ["watch.saved", "unchanged ok"]);
});

Deno.test("to take an edit back while its run is still stopping runs the first again", async () => {
  const stage = new Stage();
  await stage.reactor.look();
  stage.runs[0]?.node("a");
  await stage.save(pipeline("b"));
  await stage.save(pipeline("a"));
  assert.deepEqual(stage.told(3), ["watch.saved", "watch.plan"]);
  await stage.runs[0]?.end("cancelled");
  assert.equal(stage.runs.length, 2);
});

Deno.test("a run goes on as long as its nodes are the next one's", async () => {
  const stage = new Stage();
  stage.file = () => Promise.resolve(pipeline("a", { keys: ["1", "2", "3"] }));
  await stage.reactor.look();
  const [first] = stage.runs;
  first?.node("1");
  await stage.save(pipeline("b", { keys: ["1", "2", "x"] }));
  assert.deepEqual(stage.told(2).slice(1), ["watch.plan", "watch.follows"]);
  first?.node("2");
  assert.ok(!first?.signal.aborted);
  assert.equal(stage.told(2).length, 3, "told once");
  first?.node("3");
  assert.ok(first?.signal.aborted);
});

Deno.test("what takes long waits, and the run before it goes on meanwhile", async () => {
  const stage = new Stage(60);
  await stage.reactor.look();
  stage.runs[0]?.node("a");
  await stage.save(pipeline("b", { seconds: 60.5 }));
  assert.ok(!stage.runs[0]?.signal.aborted);
  await stage.save(pipeline("b", { seconds: 60.5 }));
  assert.deepEqual(stage.told(3).slice(1), ["unchanged waiting"]);
  await stage.reactor.go();
  assert.ok(stage.runs[0]?.signal.aborted);
  await stage.runs[0]?.end("cancelled");
  assert.equal(stage.runs.length, 2);
  // Back to what runs: nothing waits any more.
  await stage.save(pipeline("c", { seconds: 100 }));
  await stage.save(pipeline("b"));
  assert.deepEqual(stage.told(5).slice(1), ["unchanged running"]);
  await stage.runs[1]?.end("ok");
  assert.equal(stage.runs.length, 2);
});

Deno.test("where no earlier run tells, the present one does, by its epochs", async () => {
  const stage = new Stage(60);
  const keys = ["1", "2", "3", "4"];
  stage.file = () => Promise.resolve(pipeline("a", { keys }));
  await stage.reactor.look();
  stage.runs[0]?.emit({
    type: "batch",
    phase: "full",
    epoch: 1,
    step: 1,
    steps: 100,
    loss: 1,
    items_per_second: 1,
    seconds_left: 200,
    learning_rate: 0.1,
  });
  const waits = async (keys: readonly string[]) => {
    await stage.save(pipeline(keys.join(), { keys }));
    const plan = stage.events.findLast(({ type }) => type === "watch.plan");
    return plan?.type === "watch.plan" && plan.waits;
  };
  assert.equal(await waits(["x", "y"]), true);
  assert.equal(await waits(["x"]), false);
});

Deno.test("a file at fault drops what was next, and nothing that runs", async () => {
  const stage = new Stage();
  await stage.reactor.look();
  await stage.save(pipeline("b", { seconds: 100 }));
  stage.file = () => Promise.reject(new PipelineError("Half"));
  await stage.reactor.look(["p.ts"]);
  assert.ok(!stage.runs[0]?.signal.aborted);
  const error = stage.events.at(-1);
  assert.equal(error?.type === "error" && error.message, "Half");
  await stage.runs[0]?.end("ok");
  await stage.reactor.go();
  assert.equal(stage.runs.length, 1);
});

Deno.test("a run that failed is tried again when asked, not when saved", async () => {
  const stage = new Stage();
  await stage.reactor.look();
  await stage.runs[0]?.end("failed");
  await stage.save(pipeline("a"));
  assert.deepEqual(stage.told(2).slice(1), ["unchanged failed"]);
  await stage.reactor.go();
  assert.equal(stage.runs.length, 2);
  await stage.reactor.go();
  assert.equal(stage.runs.length, 2, "not while it runs");
});

Deno.test("the end waits for what runs, and for nothing where nothing runs", async () => {
  const stage = new Stage();
  await stage.reactor.look();
  stage.reactor.end();
  assert.ok(stage.runs[0]?.signal.aborted);
  let done = false;
  stage.reactor.done.then(() => done = true);
  await turn();
  assert.equal(done, false);
  await stage.runs[0]?.end("cancelled");
  assert.equal(done, true);
  await stage.save(pipeline("b"));
  assert.equal(stage.runs.length, 1, "nobody looks any more");

  const idle = new Stage();
  idle.file = () => Promise.reject(new PipelineError("Half"));
  await idle.reactor.look();
  idle.reactor.end();
  await idle.reactor.done;
});
