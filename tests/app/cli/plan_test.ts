import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { RunStore } from "../../../src/app/runs/run_store.ts";
import type { EventOf, RunEvent } from "../../../src/flow/events/event.ts";
import { Desk, eventsOf, type Finished } from "../_cli.ts";
import { pictures, points } from "../_pipelines.ts";
import { serve } from "../_server.ts";

type PlanEvent = EventOf<"plan">;

/** What `plan --json` told last. */
function planned({ code, out, err }: Finished): PlanEvent {
  assert.equal(code, 0, err);
  const event: RunEvent = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "");
  assert.ok(event.type === "plan");
  return event;
}

async function plan(desk: Desk, ...args: readonly string[]) {
  return planned(await desk.run(["plan", ...args, "--json"]));
}

/** Name, state and reason of each node that is to be done. */
function toDo({ nodes }: PlanEvent): readonly string[] {
  return nodes.filter(({ state }) => state !== "reuse").map(
    ({ name, state, from, reason }) =>
      [state, name, ...from ? [`from ${from}`] : [], reason].join(" "),
  );
}

const NODES = [
  "source",
  "label",
  "split",
  "statistics",
  "input",
  "fit/training/1",
  "predictions",
  "metrics/error_rate",
  "model",
];

Deno.test("a plan says what training would do, before it and after each edit", async () => {
  await using desk = await Desk.open();
  const text = points();
  await desk.write("p.ts", text);
  const first = await plan(desk, "./p.ts");
  assert.deepEqual(toDo(first), NODES.map((name) => `run ${name} no record`));
  assert.equal(first.seconds, null);
  assert.ok(!existsSync(desk.cache), "a plan leaves nothing");

  const trained = await desk.train("./p.ts");
  assert.deepEqual(
    eventsOf(trained.events, "plan")[0]?.nodes.map(({ reason }) => reason),
    NODES.slice(5).map(() => "no record"),
  );
  const none = await desk.run(["plan", "./p.ts"]);
  assert.match(none.out, /^reuse {2}source\n(reuse .*\n)+Nothing to do: /);
  assert.doesNotMatch(none.out, /run/);

  await desk.write("p.ts", `// A comment\n${text.replaceAll("  ", "   ")}`);
  assert.deepEqual(toDo(await plan(desk, "./p.ts")), []);

  await desk.write("p.ts", text.replace("constant(1", "constant(3"));
  const longer = await plan(desk, "./p.ts");
  assert.deepEqual(toDo(longer), [
    "continue fit/training/2 from epoch 1 no record",
    "run fit/training/3 no record",
    "run predictions input fit/training/3 runs",
    "run metrics/error_rate input predictions runs",
    "run model fit.epochs 1 -> 3",
  ]);
  assert.match(
    longer.notes?.[0] ?? "",
    /^fit\.epochs 1 -> 3: the finished run did the same so far, so 2 epochs are added to it \(about .*\)$/,
  );
  // Each as long as the one that was trained.
  const [epoch] = trained.end.history;
  for (const { name, seconds } of longer.nodes.slice(6, 8)) {
    assert.match(name, /^fit/);
    assert.equal(seconds, epoch?.seconds);
  }
  assert.equal(
    longer.seconds,
    longer.nodes.reduce((sum, { seconds = 0 }) => sum + seconds, 0),
  );
  const words = await desk.run(["plan", "./p.ts"]);
  assert.match(
    words.out,
    /\ncontinue +fit\/training\/2 +[\d.]+s +from epoch 1: no record\nrun +fit\/training\/3 +[\d.]+s +no record\n/,
  );
  assert.match(words.out, /\nAbout .* in all\n$/);

  // Nothing of all this is a run.
  using runs = RunStore.open(desk.cache);
  assert.equal(runs.list().length, 1);
  const changed = await desk.train("./p.ts", ["--set", "split.seed=2"]);
  const [told] = eventsOf(changed.events, "plan");
  assert.equal(
    told?.nodes[0]?.reason,
    "input split changed, the input changed",
  );
  assert.ok((told?.nodes[0]?.seconds ?? 0) > 0);
});

Deno.test("a plan of stages of one's own, one of which failed, names what is done and what is not", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "p.ts",
    points({
      before: `import { z } from "npm:zod@4.6.7";
const broken = (op: string, why: unknown) =>
  leat.defineStage("metrics", {
    op,
    version: 1,
    params: z.strictObject({}),
    behave: () => ({
      targets: ["category"],
      better: "lower",
      compute: () => { throw why; },
    }),
  })({});
`,
      metrics:
        '[broken("first", new Error("no idea")), leat.errorRate(), broken("last", "nor here")] as never',
    }),
  );
  const failed = await desk.train("./p.ts");
  assert.equal(failed.code, 1);
  assert.deepEqual(
    eventsOf(failed.events, "error").map((
      { node, message },
    ) => [node, message]),
    [
      ["metrics/first", 'Cannot compute "first": no idea'],
      ["metrics/last", 'Cannot compute "last": nor here'],
    ],
  );
  assert.deepEqual(
    eventsOf(failed.events, "warning").map(({ text }) => text),
    [
      'Metric "first" failed, and the training goes on: no idea',
      'Metric "last" failed, and the training goes on: nor here',
    ],
  );
  // The metric beside them and the model are there.
  assert.deepEqual(toDo(await plan(desk, "./p.ts")), [
    "run metrics/first previous run failed",
    "run metrics/last previous run failed",
  ]);
});

Deno.test("what is blocked is told with what failed", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "p.ts",
    points({ fit: "leat.constant(3, { learningRate: 1e30, batch: 16 })" }),
  );
  const { code, events, error } = await desk.train("./p.ts");
  assert.equal(code, 1);
  assert.match(error.node ?? "", /^fit\/training\/\d$/);
  const blocked = eventsOf(events, "node.state")
    .flatMap((each) => each.state === "blocked" ? [each] : []);
  assert.ok(blocked.every(({ by }) => by === error.node));
  assert.deepEqual(
    blocked.map(({ node }) => node).slice(-3),
    ["predictions", "metrics/error_rate", "model"],
  );
  const again = await desk.run(["train", "./p.ts"]);
  assert.match(again.err, new RegExp(`^Error \\(${error.node}\\): `));
  assert.match(
    again.out,
    /\nNot done, since fit.* failed: .*predictions, metrics\/error_rate, model\n/,
  );
  assert.ok(
    toDo(await plan(desk, "./p.ts"))
      .some((each) => each.endsWith(`${error.node} previous run failed`)),
  );
});

Deno.test("a plan downloads nothing and draws nothing: it says what would be", async () => {
  await using desk = await Desk.open();
  await using server = serve([]);
  const dataset = {
    kind: "archive",
    name: "far",
    licence: "CC0-1.0",
    url: `${server.url}/far.tgz`,
    size: 3 * 2 ** 20,
  };
  const weights = `${server.url}/trained.safetensors`;
  const architecture =
    `leat.resnet({ channels: [4], blocks: [1], hidden: 4, weights: "${weights}" })`;
  await desk.write(
    "p.ts",
    pictures({
      source: `leat.images(leat.dataset(${JSON.stringify(dataset)}))`,
      architecture,
    }),
  );
  const far = await plan(desk, "./p.ts");
  assert.deepEqual(far.absent, [
    { kind: "dataset", name: "far", url: dataset.url, bytes: dataset.size },
    { kind: "weights", name: "trained.safetensors", url: weights },
  ]);
  assert.deepEqual(toDo(far), [
    "run source not here yet",
    ...NODES.slice(1).map((name) => `run ${name} no record`),
  ]);
  const { out } = await desk.run(["plan", "./p.ts"]);
  assert.match(
    out,
    /^To download: far \(3\.0 MiB\) from http.*\/far\.tgz\nTo download: trained\.safetensors \(size not known\) from http.*\n/,
  );
  const frozen = await desk.run(["plan", "./p.ts", "--frozen"]);
  assert.equal(frozen.code, 1);
  assert.match(frozen.err, /^Error \(lock\): .*far\.tgz/);
  assert.deepEqual(server.asked, []);
  assert.ok(!existsSync(desk.cache));
});

Deno.test("the pipelines that come with Leat are planned from a fresh clone", async () => {
  await using desk = await Desk.open();
  const cases = [
    ["xor", /^run {2}source.*\nrun {2}fit\/training\/1-20 .*no record\n/ms],
    ["weather", /^run {2}source.*\nrun {2}metrics\/f1 .*no record\n/ms],
    ["pets", /^To draw: drawn-pets \(600 items\)\n.*fit\/unfrozen\/1-6 /ms],
    ["pets#full", /^To download: oxford-iiit-pet \(774\.1 MiB\) from https/m],
  ] as const;
  await Promise.all(cases.map(async ([pipeline, shown]) => {
    const { code, out, err } = await desk.run(["plan", pipeline]);
    assert.equal(code, 0, err);
    assert.match(out, shown);
    assert.match(out, /\nTime not known: no earlier run tells it\n$/);
  }));
  assert.ok(!existsSync(desk.cache));
});

Deno.test("a plan of what is wrong fails as training it would", async () => {
  await using desk = await Desk.open();
  await desk.write("throws.ts", 'throw new Error("not today");');
  const cases = [
    [["plan", "./absent.ts"], 2, /Cannot find pipeline "\.\/absent\.ts"/],
    [["plan", "xor", "--set", "fit.epoch=3"], 2, /Nearest are fit\.epochs/],
    [["plan", "xor", "--frozen", "--no-lock"], 2, /leave --no-lock out/],
    [["plan", "./throws.ts"], 1, /not today/],
    [["plan", "xor", "--set", "fit.batch=500"], 1, /batch/],
  ] as const;
  await Promise.all(cases.map(async ([args, code, shown]) => {
    const finished = await desk.run(args);
    assert.equal(finished.code, code, args.join(" "));
    assert.match(finished.err, shown);
  }));
});
