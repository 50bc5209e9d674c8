import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { graphOf } from "../../../src/app/dashboard/page/graph.mjs";
import { RunStore } from "../../../src/app/runs/run_store.ts";
import { readBatch } from "../../../src/app/runs/seen_batch.ts";
import type { RunEnd, RunEvent } from "../../../src/flow/events/event.ts";
import { Desk, eventsOf, finished } from "../_cli.ts";
import { allow, GATES } from "../_gate.ts";
import { points } from "../_pipelines.ts";
import { Viewer } from "../_viewer.ts";
import { current, heard, opened, taken } from "./_opened.ts";

/** So many epochs, held where a test says so. */
const gated = (epochs: number) =>
  points({
    before: GATES,
    metrics: "[leat.errorRate(), epochGate({})]",
    fit: `leat.constant(${epochs}, { learningRate: 0.1, batch: 16 })`,
  });
const SAVING = { LEAT_SAVE_EVERY: "0" };

const ended = (event: RunEvent) => event.type === "run.end";

/** The end of a run that is followed to it. */
function endOf(events: readonly RunEvent[]): RunEnd {
  const [end] = eventsOf(events, "run.end");
  assert.ok(end);
  return end;
}

/** The epochs that a plan has in a state. */
function epochs(events: readonly RunEvent[], state: string) {
  const [plan] = eventsOf(events, "plan");
  return plan?.nodes.filter((node) =>
    node.name.startsWith("fit/") && node.state === state
  ).length ?? 0;
}

/** Whether each node of a run hangs together with all that its key is made of. */
function assertDrawn(storeRoot: string, run: string): void {
  using runs = RunStore.read(storeRoot);
  const nodes = runs.nodes(run).filter(({ kind }) => kind !== "start");
  const graph = graphOf(
    nodes.map(({ name }) => ({ name, state: "done" })),
  );
  const drawnIn = (name: string) =>
    graph.nodes.find(({ members }: { members: string[] }) =>
      members.includes(name)
    )?.id;
  const above = (id: string): string[] =>
    graph.edges.filter(([, to]: string[]) => to === id)
      .flatMap(([from]: string[]) => [from!, ...above(from!)]);
  const made = new Map(
    nodes.flatMap(({ outHash, name }) => outHash ? [[outHash, name]] : []),
  );
  let edges = 0;
  for (const { name, inputs } of nodes) {
    const id = drawnIn(name);
    assert.ok(id, name);
    for (const hash of Object.values(inputs)) {
      const from = hash === null ? undefined : made.get(hash);
      if (from === undefined) continue;
      edges++;
      const reaches = [id, ...above(id)].includes(drawnIn(from));
      assert.ok(reaches, `${name} reads ${from}`);
    }
  }
  assert.ok(edges >= 4, `${edges}`);
}

Deno.test("what is stopped on the page stops with its state saved, and goes on from there", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", gated(25));
  await allow(desk, 2);
  await using page = await opened(desk, ["train", "./p.ts", "--open"], SAVING);
  const first = await current(page);
  await heard(page, first, ({ type }) => type === "epoch");
  assert.equal(await page.act("stop", first), 202);
  await taken(desk, first, "stop");
  await allow(desk, "all");
  const stopped = await heard(page, first, ended);
  assert.equal(endOf(stopped).status, "cancelled");
  const trained = eventsOf(stopped, "epoch").length;
  assert.ok(trained >= 1 && trained < 25, `${trained}`);

  assert.equal(await page.act("stop", first), 409);
  assert.equal(await page.act("continue", first), 202);
  const second = await current(page, first);
  const rest = await heard(page, second, ended);
  assert.equal(endOf(rest).status, "ok");
  const reused = epochs(rest, "reuse");
  assert.ok(reused >= trained - 1, `${reused} of ${trained}`);
  assert.equal(endOf(rest).history.length, 25);
  const again = eventsOf(rest, "node.state")
    .filter(({ node, state }) =>
      node.startsWith("fit/") && state === "running"
    );
  assert.equal(again.length, 25 - reused);
  assertDrawn(desk.cache, second);
  assert.equal(await page.act("continue", second), 409);
  assert.equal(await page.end(), 0);
});

Deno.test("a page shows what another process trains, stops it, and sees it killed", async () => {
  await using desk = await Desk.open();
  // Minutes of epochs, to be stopped in their midst.
  await desk.write("p.ts", gated(2_000));
  await using page = await opened(desk, [
    "dashboard",
    "--port",
    "0",
    "--no-open",
  ]);
  const stopped = desk.start(["train", "./p.ts", "--json"], SAVING);
  const told = finished(stopped);
  const first = await current(page);
  await heard(page, first, ({ type }) => type === "epoch");
  // Whoever looks on is shown a batch, and the terminal is not.
  {
    await using viewer = await Viewer.open(page, `run=${first}`);
    await viewer.told("batch");
  }
  const batch = JSON.parse(
    new TextDecoder().decode(readBatch(desk.cache, first)),
  );
  assert.equal(batch.items.length, 16);
  assert.deepEqual(batch.fields[0].columns, ["x", "y"]);
  assert.equal(await page.act("stop", first), 202);
  assert.equal((await told).code, 130);
  // What it told is what the page shows, but for what passes by too fast.
  const lines = (await told).out.trim().split("\n");
  const passing = new Set(["batch", "progress", "download"]);
  const plain = (events: readonly RunEvent[]) =>
    events.filter(({ type }) => !passing.has(type));
  const shown = await heard(page, first, ended);
  assert.ok(shown.every(({ type }) => type !== "batch.seen"));
  assert.deepEqual(
    plain(shown),
    plain(lines.map((line): RunEvent => JSON.parse(line))),
  );

  const killed = desk.start(["train", "./p.ts", "--json"], SAVING);
  const second = await current(page, first);
  await heard(page, second, ({ type }) => type === "plan");
  assert.equal(await page.act("continue", second), 409);
  killed.kill("SIGKILL");
  await finished(killed);
  assert.equal(await page.act("stop", second), 409);
  assert.equal(await page.end(), 0);
});

Deno.test("without --open no command listens", async () => {
  await using desk = await Desk.open();
  await desk.write("p.ts", points());
  const main = fileURLToPath(
    new URL("../../../src/app/cli/main.ts", import.meta.url),
  );
  const run = async (...options: readonly string[]) =>
    await finished(
      new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--quiet", "-A", "--deny-net", main, "train"],
          ...[join(desk.folder, "p.ts"), ...options],
        ],
        env: desk.environment,
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn(),
    );
  const plain = await run();
  assert.equal(plain.code, 0, plain.err);
  const shown = await run("--open");
  assert.notEqual(shown.code, 0);
  assert.match(shown.err, /Cannot listen at "127\.0\.0\.1"/);
});

Deno.test("a page with nothing to show ends with what was typed wrong", async () => {
  await using desk = await Desk.open();
  const { code, out, err } = await desk.run(["train", "./none.ts", "--open"]);
  assert.equal(code, 2);
  assert.match(out, /^The page is at http:\/\/127\.0\.0\.1:\d+\//);
  assert.match(err, /none\.ts/);
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String((taken.addr as Deno.NetAddr).port);
  const busy = await desk.run(["dashboard", "--port", port, "--no-open"]);
  taken.close();
  assert.equal(busy.code, 2);
  assert.match(busy.err, /Cannot listen at 127\.0\.0\.1:\d+: another program/);
});

Deno.test({
  name: "a browser is opened where there is a desktop",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using desk = await Desk.open();
    const opener = await desk.write(
      "bin/xdg-open",
      `#!/bin/sh\nprintf %s "$1" > '${desk.folder}/asked.new'\nmv '${desk.folder}/asked.new' '${desk.folder}/asked'\n`,
    );
    await Deno.chmod(opener, 0o755);
    const path = `${join(desk.folder, "bin")}:${Deno.env.get("PATH")}`;
    await using page = await opened(desk, ["dashboard", "--port", "0"], {
      PATH: path,
      DISPLAY: ":1",
    });
    const asked = () =>
      Deno.readTextFile(join(desk.folder, "asked")).catch(() => undefined);
    while (await asked() === undefined) {
      await new Promise((next) => setTimeout(next, 20));
    }
    assert.equal(await asked(), page.url);
  },
});
