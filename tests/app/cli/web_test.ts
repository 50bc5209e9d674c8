import assert from "node:assert/strict";
import { join } from "node:path";
import { readLock } from "../../../src/app/lock/lock_file.ts";
import { sha256 } from "../../../src/base/codec/sha256.ts";
import { Desk } from "../_cli.ts";
import { points } from "../_pipelines.ts";
import { web } from "../_web.ts";

const pipeline = `${points().replace("(row) =>", "(row: { x: number }) =>")}
export const full = leat.pipeline({
  source: leat.rows(points, { id: "at" }),
  label: (row) => row.y > 0,
  split: leat.random({ valid: 0.25, seed: 1 }),
  input: leat.features({ continuous: ["x", "y"] }),
  architecture: leat.mlp({ hidden: [] }),
  loss: leat.crossEntropy(),
  fit: leat.constant(1, { learningRate: 0.1, batch: 16 }),
});
`;

Deno.test("a pipeline from the web trains by its root, then by the lock and without a network", async () => {
  await using desk = await Desk.open();
  const there = web({ "/p.ts": pipeline });
  const url = `${there.url}/p.ts`;
  const unknown = await desk.train(url);
  assert.equal(unknown.code, 1);
  const [, root] = /#sha256=([0-9a-f]{64})$/.exec(unknown.error.remedy ?? "") ??
    [];
  const first = await desk.train(`${url}#sha256=${root}`);
  assert.equal(first.code, 0, first.error.message);
  assert.ok("error_rate" in first.end.metrics);
  assert.match(first.end.model ?? "", /\/models\/p-[0-9a-f]{8}$/);
  const lock = await readLock(join(desk.folder, "leat.lock"));
  assert.equal(lock.modules[url]?.root, root);
  await there[Symbol.asyncDispose]();

  const again = await desk.train(url, ["--frozen"]);
  assert.equal(again.code, 0, again.error.message);
  assert.deepEqual(again.end.executed, []);
  const full = await desk.train(`${url}#full`, ["--lock"]);
  assert.equal(full.code, 0, full.error.message);
  assert.equal(full.end.model, `${first.end.model}-full`);
  const { runs } = await readLock(join(desk.folder, "leat.lock"));
  assert.deepEqual(Object.keys(runs), [`${url}#full`]);
  const absent = await desk.train(`${url}#none`);
  assert.match(absent.error.remedy ?? "", /no #, #full/);
  assert.equal(absent.code, 2);

  await desk.write("one.json", JSON.stringify({ x: 1, y: 1 }));
  const said = await desk.run(["predict", `${url}#full`, "one.json"]);
  assert.equal(said.code, 0, said.err);
  assert.match(said.out, /^one\.json: (true|false)/);
  const rates = await desk.run(["lr-find", url, "--steps", "4", "--json"]);
  assert.equal(rates.code, 0, rates.out);
});

Deno.test("a local pipeline varies one from the web, once it is pinned; a vendored copy needs nothing", async () => {
  await using desk = await Desk.open();
  await using there = web({
    "/x/p.ts": `import { rate } from "./lib/rate.ts";\n${
      points({ fit: "leat.constant(1, { learningRate: rate, batch: 16 })" })
    }`,
    "/x/lib/rate.ts": "export const rate = 0.1;\n",
  });
  const url = `${there.url}/x/p.ts`;
  const varied = (from: string) =>
    `import p from ${JSON.stringify(from)};
import * as leat from "leat";
export default leat.pipeline({
  ...p.spec,
  fit: leat.constant(2, { learningRate: 0.1, batch: 16 }),
});
`;
  await desk.write("mine.ts", varied(url));
  const unknown = await desk.train("./mine.ts");
  assert.equal(unknown.code, 1);
  assert.match(unknown.error.remedy ?? "", /update \.\/mine\.ts --yes$/);
  const pinned = await desk.run(["update", "./mine.ts", "--yes"]);
  assert.equal(pinned.code, 0, pinned.err);
  const first = await desk.train("./mine.ts", ["--frozen"]);
  assert.equal(first.code, 0, first.error.message);
  assert.deepEqual(
    first.end.history.map(({ epoch }) => epoch),
    [1, 2],
  );

  const copied = await desk.run(["vendor", url]);
  assert.equal(copied.code, 0, copied.err);
  assert.match(copied.out, /deno task train \.\/vendor\/p\/p\.ts/);
  await desk.write("copy.ts", varied("./vendor/p/p.ts"));
  await Deno.remove(join(desk.folder, "leat.lock"));
  const again = await desk.train("./copy.ts");
  assert.equal(again.code, 0, again.error.message);
  assert.deepEqual(again.end.metrics, first.end.metrics);
});

Deno.test("code that a pipeline from the web computes at run time loads nothing that was not read", async () => {
  await using desk = await Desk.open();
  await using there = web({
    "/secret.ts": "export const secret = 1;",
    "/p.ts": `const say = async (name: string, spec: string) => {
  try {
    await import(spec);
    console.log(name + ": loaded");
  } catch {
    console.log(name + ": refused");
  }
};
const here = new URL(".", import.meta.url).href;
await say("cached", here + "secret.ts");
await say("query", here + "leak.ts?data=1");
await say("npm", ["npm", "left-pad@1.3.0"].join(":"));
await say("file", ["file", "///etc/hostname"].join(":"));
try {
  const fs = await import(["node", "fs"].join(":"));
  fs.readFileSync("/etc/hostname");
  console.log("fs: read");
} catch {
  console.log("fs: refused");
}
${points()}`,
  });
  // It is in Deno's cache, and still no part of the pipeline.
  await there.tree("/secret.ts");
  const told = await desk.train(await there.pinned("/p.ts"));
  assert.equal(told.code, 0, told.error.message);
  const said = told.events.flatMap((event) =>
    event.type === "notice" && event.text.includes(": ") ? [event.text] : []
  );
  for (const name of ["cached", "query", "npm", "file", "fs"]) {
    assert.ok(
      said.some((line) => line.endsWith(`${name}: refused`)),
      `${said}`,
    );
  }
  const asked = there.server.asked.map(([path]) => path);
  assert.ok(!asked.some((path) => path.endsWith("/leak.ts")), asked.join());
});

Deno.test("data of a pipeline from the web is fetched by its checksum, and never read from here", async () => {
  await using desk = await Desk.open();
  const csv = "x,y,c\n" + Array.from(
    { length: 40 },
    (_, at) => `${Math.sin(at)},${Math.cos(at * 3)},${at % 2 ? "a" : "b"}\n`,
  ).join("");
  await using there = web({ "/days.csv": csv });
  const parts = (source: string) =>
    points({
      before: `const row = leat.z.object({
  x: leat.z.number(),
  y: leat.z.number(),
  c: leat.z.string(),
});`,
      source,
      label: '(row) => row.c === "a" ? "odd" : "even"',
      fit: "leat.constant(1, { learningRate: 0.1, batch: 8 })",
    });
  const dataset = (more: string) =>
    `leat.table(leat.dataset({ kind: "archive", name: "days", licence: "CC0-1.0", url: "${there.url}/days.csv"${more} }), row, { file: "days.csv" })`;
  there.put({
    "/good.ts": parts(dataset(`, sha256: "${sha256(csv)}"`)),
    "/bare.ts": parts(dataset("")),
    "/inner.ts": parts(
      dataset(`, sha256: "${sha256(csv)}"`).replace(
        there.url,
        "https://169.254.169.254",
      ),
    ),
    "/local.ts": parts('leat.table("./days.csv", row)'),
    "/absolute.ts": parts('leat.table("/etc/passwd", row)'),
    "/out.ts": parts(
      dataset(`, sha256: "${sha256(csv)}"`).replace(
        'file: "days.csv"',
        'file: "../../../days.csv"',
      ),
    ),
  });
  await desk.write("days.csv", csv);
  const refusals = {
    bare: /must say its sha256/,
    inner: /169\.254\.169\.254 is no public address/,
    local: /may not read files of this machine/,
    absolute: /may not read files of this machine/,
    out: /leads out of its dataset/,
  };
  for (const [name, message] of Object.entries(refusals)) {
    const told = await desk.train(await there.pinned(`/${name}.ts`));
    assert.equal(told.code, 1);
    assert.match(told.error.message ?? "", message, name);
  }
  const good = await desk.train(await there.pinned("/good.ts"));
  assert.equal(good.code, 0, good.error.message);
  const { datasets } = await readLock(join(desk.folder, "leat.lock"));
  assert.deepEqual(datasets, {
    [`${there.url}/days.csv`]: { sha256: sha256(csv), size: csv.length },
  });
});
