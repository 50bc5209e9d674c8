import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunEvent } from "../../../src/flow/events/event.ts";
import { Recording } from "../../../src/app/runs/recording.ts";
import { isLive, readEvents } from "../../../src/app/runs/run_files.ts";
import {
  runFolder,
  runsFile,
  RunStore,
} from "../../../src/app/runs/run_store.ts";
import { withFolder } from "../../_folder.ts";
import { Desk, eventsOf, watched } from "../_cli.ts";
import { points } from "../_pipelines.ts";

Deno.test("a run is recorded with its nodes, and its events are kept as they were told", async () => {
  await using desk = await Desk.open();
  await desk.write("first.ts", points());
  const { end, events } = await desk.train("./first.ts");
  const id = end.run ?? "";
  assert.match(id, /^\d{8}-\d{6}-first-[0-9a-f]{8}-[0-9a-f]{6}$/);
  // What passes by is not kept as often as it is told.
  const lasting = (all: readonly RunEvent[]) =>
    all.filter(({ type }) => type !== "batch" && type !== "progress");
  const kept = await readEvents(desk.cache, id);
  assert.deepEqual(lasting(kept), lasting(events));
  assert.ok(!await isLive(desk.cache, id));
  using runs = RunStore.open(desk.cache);
  const [run] = runs.list();
  assert.equal(run?.status, "ok");
  assert.deepEqual(run?.metrics, end.metrics);
  assert.equal(run?.description?.source.op, "rows");
  const nodes = runs.nodes(id);
  assert.deepEqual(
    nodes.filter(({ executed }) => executed).map(({ name }) => name),
    end.executed,
  );
  for (const { name, outHash, seconds, key, kind } of nodes) {
    // The start of training has a key, and nothing is stored for it.
    if (kind === "start") assert.ok(key);
    else if (name in end.outputs) assert.equal(outHash, end.outputs[name]);
    if (kind === "epoch") assert.ok(seconds !== null && seconds >= 0);
  }

  const again = await desk.train("./first.ts");
  assert.deepEqual(again.end.executed, []);
  const [latest] = runs.list();
  assert.equal(latest?.id, again.end.run);
  assert.deepEqual(
    runs.nodes(again.end.run ?? "").map(({ name, key }) => [name, key]),
    nodes.map(({ name, key }) => [name, key]),
  );
});

Deno.test("a run that fails is recorded with its error, one whose file is absent is none", async () => {
  await using desk = await Desk.open();
  await desk.train("./absent.ts");
  using runs = RunStore.open(desk.cache);
  assert.deepEqual(runs.list(), []);
  await desk.write("wrong.ts", "export default 3;");
  const { end, error } = await desk.train("./wrong.ts");
  const [run] = runs.list();
  assert.equal(run?.id, end.run);
  assert.equal(run?.status, "failed");
  assert.equal(run?.error, error.message);
  assert.equal(run?.description, null);
});

Deno.test("a run whose process was killed is under way in the record, and not alive", async () => {
  await using desk = await Desk.open();
  await desk.write(
    "long.ts",
    points({
      fit: "leat.constant(5_000, { learningRate: 0.1, batch: 16 })",
    }),
  );
  const child = desk.start(["train", "./long.ts", "--json"]);
  let alive: Promise<boolean> | undefined;
  let id = "";
  await watched(child, (event) => {
    if (event.type !== "batch" || alive) return;
    using runs = RunStore.open(desk.cache);
    id = runs.list()[0]?.id ?? "";
    alive = isLive(desk.cache, id).finally(() => child.kill("SIGKILL"));
  });
  assert.equal(await alive, true);
  using runs = RunStore.open(desk.cache);
  assert.equal(runs.list()[0]?.status, "running");
  assert.ok(!await isLive(desk.cache, id));
  // A writer that was killed may leave half a line.
  const file = join(runFolder(desk.cache, id), "events.ndjson");
  await Deno.writeTextFile(file, '{"type":"not', { append: true });
  const events = await readEvents(desk.cache, id);
  assert.equal(events[0]?.type, "run.start");
  assert.ok(eventsOf(events, "batch").length > 0);
});

Deno.test("a run that cannot be recorded trains all the same, and says so", async () => {
  await using desk = await Desk.open();
  await desk.write("first.ts", points());
  await desk.write(".cache/runs.sqlite", "not a database".repeat(100));
  const { code, events, end } = await desk.train("./first.ts");
  assert.equal(code, 0);
  assert.equal(end.run, undefined);
  assert.match(
    eventsOf(events, "warning")[0]?.text ?? "",
    /^This run is not recorded: Cannot use runs ".*": file is not a database/,
  );
  assert.ok(runsFile(desk.cache).endsWith("runs.sqlite"));
  // Nothing is left of what cannot be found.
  assert.deepEqual([...Deno.readDirSync(join(desk.cache, "runs"))], []);
});

const address = {
  spoken: "pets",
  slug: "pets",
  file: "/pipelines/pets.ts",
  export: "default",
};

Deno.test("a run whose events cannot be kept any more is recorded all the same", () =>
  withFolder(async (root) => {
    using recording = new Recording(root);
    await recording.begin(address, { settings: [], flags: ["--strict"] });
    const id = recording.id ?? "";
    recording.add({ type: "notice", text: "kept" });
    await Deno.remove(runFolder(root, id), { recursive: true });
    recording.add({ type: "error", message: "not kept" });
    assert.ok(recording.fault);
    recording.finish({ status: "failed", seconds: 1 });
    using runs = RunStore.read(root);
    const [run] = runs.list();
    assert.deepEqual(
      [run?.id, run?.status, run?.error, run?.flags],
      [id, "failed", "not kept", ["--strict"]],
    );
    assert.equal(run?.versions?.["deno"], Deno.version.deno);
  }));

Deno.test("a run is told to be alive until it lets go, whatever becomes of its record", () =>
  withFolder(async (root) => {
    let id = "";
    {
      using recording = new Recording(root);
      await recording.begin(address, { settings: [] });
      id = recording.id ?? "";
      assert.ok(await isLive(root, id));
      await Deno.remove(runsFile(root));
      recording.finish({ status: "ok", seconds: 1 });
      assert.match(String(recording.fault), /there is no run/);
      assert.ok(await isLive(root, id));
    }
    assert.ok(!await isLive(root, id));
  }));
