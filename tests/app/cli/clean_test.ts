import assert from "node:assert/strict";
import { join } from "node:path";
import type { EventOf, RunEvent } from "../../../src/flow/events/event.ts";
import type { Told } from "../../../src/app/clean/session.ts";
import { Desk, eventsOf, finished } from "../_cli.ts";
import { points } from "../_pipelines.ts";

const PAGE = / at (http:\S+\/) \(/;

/** What `clean` serves, and how it ended. */
async function cleaning(
  desk: Desk,
  args: readonly string[],
  use: (url: string) => Promise<void>,
): Promise<string> {
  const child = desk.start(["clean", ...args, "--port", "0"]);
  const [shown, rest] = child.stdout.tee();
  let url: string | undefined;
  let out = "";
  for await (const chunk of shown.pipeThrough(new TextDecoderStream())) {
    out += chunk;
    url = PAGE.exec(out)?.[1];
    if (url !== undefined) break;
  }
  if (url !== undefined) await use(url).finally(() => child.kill("SIGINT"));
  const [text, err, { code }] = await Promise.all([
    new Response(rest).text(),
    new Response(child.stderr).text(),
    child.status,
  ]);
  assert.equal(code, 0, err);
  return text;
}

async function told(url: string): Promise<Told> {
  return await (await fetch(`${url}cards`)).json();
}

async function choose(
  url: string,
  wanted: Readonly<Record<string, unknown>>,
): Promise<void> {
  const answer = await fetch(`${url}choose`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ before: null, ...wanted }),
  });
  assert.equal(answer.status, 200, await answer.text());
}

/** Name and reason of what a plan would run. */
async function toDo(desk: Desk): Promise<
  { readonly nodes: readonly string[]; readonly warnings: readonly string[] }
> {
  const { out, err } = await desk.run(["plan", "./p.ts", "--json"]);
  const events = out.trim().split("\n").map((line): RunEvent =>
    JSON.parse(line)
  );
  const plan = events.at(-1);
  assert.ok(plan?.type === "plan", err);
  return {
    nodes: (plan as EventOf<"plan">).nodes
      .filter(({ state }) => state !== "reuse")
      .map(({ name, reason }) => `${name}: ${reason}`),
    warnings: eventsOf(events, "warning").map(({ text }) => text),
  };
}

Deno.test("what is chosen on the page stands in a file, which the source reads, and the plan tells why what is done anew", async () => {
  await using desk = await Desk.open();
  const split = "leat.random({ valid: 0.25, test: 0.2, seed: 1 })";
  await desk.write("p.ts", points({ split }));
  assert.equal((await desk.train("./p.ts")).code, 0);

  let dropped = "";
  const text = await cleaning(
    desk,
    ["./p.ts", "--limit", "3", "--who", "Ada"],
    async (url) => {
      const { cards, lacking, kind, classes, notes } = await told(url);
      assert.equal(lacking, 'source: rows(…, { clean: "./p.clean.jsonl" })');
      assert.deepEqual([kind, classes, notes], [
        "classes",
        ["left", "right"],
        [],
      ]);
      assert.equal(cards.length, 3);
      assert.ok(
        cards.every(({ set, row, said }) =>
          set === "valid" && typeof row?.["x"] === "number" && said
        ),
      );
      const [worst, second, third] = cards;
      assert.ok(worst?.said && second?.said && third);
      assert.ok(worst.said.loss >= second.said.loss);
      dropped = worst.id;
      await choose(url, { card: 0, choice: "drop" });
      await choose(url, {
        card: 1,
        choice: "relabel",
        label: second.label === "left" ? "right" : "left",
      });
      await choose(url, { card: 2, choice: "keep" });
    },
  );
  assert.match(text, /p\.clean\.jsonl: 1 to drop, 1 to relabel, 1 to keep\n/);
  assert.match(text, /Write there: source: rows\(…, \{ clean: /);
  const file = join(desk.folder, "p.clean.jsonl");
  const lines = (await Deno.readTextFile(file)).trim().split("\n");
  assert.equal(lines.length, 3);
  assert.ok(lines.every((line) => line.includes('"who": "Ada"')));
  assert.deepEqual((await toDo(desk)).nodes, [], "nothing reads it yet");

  const source = 'leat.rows(points, { id: "at", clean: "./p.clean.jsonl" })';
  await desk.write("p.ts", points({ split, source }));
  const { nodes } = await toDo(desk);
  assert.ok(
    nodes.includes('source: source.clean none -> "./p.clean.jsonl"'),
    nodes.join("\n"),
  );
  const trained = await desk.train("./p.ts");
  assert.equal(trained.code, 0, trained.err);
  assert.deepEqual(
    eventsOf(trained.events, "notice").map(({ text }) => text),
    ['1 item is dropped and 1 item is relabelled, as "./p.clean.jsonl" says'],
  );
  assert.deepEqual((await toDo(desk)).nodes, []);

  // The new model is asked, about what it learned from as well; once.
  for (const asked of [true, false]) {
    const again = await cleaning(
      desk,
      ["./p.ts", "--training", "--limit", "60"],
      async (url) => {
        const { cards, choices, lacking } = await told(url);
        assert.equal(lacking, null);
        assert.equal(Object.keys(choices).length, 3);
        const saidOf = cards.filter(({ said }) => said).map(({ set }) => set);
        assert.ok(saidOf.includes("train") && saidOf.includes("valid"));
        // Of the test set nothing is shown, nor is what was dropped asked about.
        assert.ok(cards.length < 64);
        assert.ok(cards.some(({ id, said }) => id === dropped && !said));
      },
    );
    assert.equal(again.includes("Asking the model about "), asked);
  }

  // A label alone: what was read of the items stands.
  const kept = lines.map((line) =>
    line.replace(
      /"choice": "relabel"(.*), "label": "\w+"/,
      '"choice": "keep"$1',
    )
  );
  await Deno.writeTextFile(file, kept.join("\n"));
  const relabelled = (await toDo(desk)).nodes;
  assert.ok(relabelled.includes("label: its labels changed"));
  assert.ok(!relabelled.some((node) => /^(?:source|input)/.test(node)));

  // What the choices are about may go, or become something else.
  const stale = [
    ...kept.map((line) => line.replace(/"content": "./, '"content": "0')),
    '{"item": "gone", "choice": "drop", "was": "left", "content": "0000000000000000"}',
  ];
  await Deno.writeTextFile(file, stale.join("\n"));
  const { warnings } = await toDo(desk);
  assert.match(warnings[0] ?? "", /not applied: what the item holds changed/);
  assert.match(warnings[1] ?? "", /is about what is not here any more/);

  await Deno.remove(file);
  assert.match(
    (await toDo(desk)).warnings[0] ?? "",
    /^There is no "\.\/p\.clean\.jsonl"/,
  );
});

Deno.test("clean refuses what it cannot write choices for, and a broken file, and says what to do", async () => {
  await using desk = await Desk.open();
  const web = await desk.run(["clean", "https://host.invalid/p.ts"]);
  assert.equal(web.code, 2);
  assert.match(web.err, /deno task vendor https:\/\/host\.invalid\/p\.ts/);

  await desk.write(
    "p.ts",
    points({
      source: 'leat.rows(points, { id: "at", clean: "./p.clean.jsonl" })',
    }),
  );
  await desk.write("p.clean.jsonl", "=======\n");
  const broken = await desk.run(["clean", "./p.ts", "--port", "0"]);
  assert.equal(broken.code, 1);
  assert.match(broken.err, /line 1 is no choice \(it is not JSON\)/);
  const planned = await finished(desk.start(["plan", "./p.ts"]));
  assert.equal(planned.code, 1);
  assert.match(planned.err, /line 1 is no choice/);

  const own = points({
    before: `
const own = leat.defineStage("source", {
  op: "own",
  version: 1,
  params: z.strictObject({}),
  behave: () => ({
    lists: "row",
    list: () => Promise.resolve({
      items: points.map((item) => ({ id: String(item.at), item })),
      skipped: [],
      notices: [],
    }),
  }),
});`,
    source: "own({}) as leat.Source<(typeof points)[number]>",
  });
  await desk.write("own.ts", `import { z } from "zod";\n${own}`);
  const refused = await desk.run(["clean", "./own.ts", "--port", "0"]);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /its source own\(\) is its own/);
});
