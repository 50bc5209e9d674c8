import assert from "node:assert/strict";
import { join } from "node:path";
import { entriesOf, filesOf } from "../../_entries.ts";
import { Desk } from "../_cli.ts";
import { drawImages } from "../_images.ts";
import { pictures, points } from "../_pipelines.ts";
import { web } from "../_web.ts";

/** A loss of the pipeline's own; `first` runs when it first computes. */
const loss = (first = "") =>
  `const plain = leat.crossEntropy().behaviour;
let begun = false;
export const theirs = leat.defineStage("loss", {
  op: "theirs",
  version: 1,
  params: leat.z.strictObject({}),
  behave: () => ({
    ...plain,
    perItem: (tf: never, outputs: never, targets: never) => {
      if (!begun) { begun = true; ${first} }
      return plain.perItem(tf, outputs, targets);
    },
  }),
});
`;

/** Tries what it may not, and tells of it by its error. */
const probe = `const said: string[] = [];
const attempt = (name: string, run: () => unknown) => {
  try { run(); said.push(name + "=yes"); } catch { said.push(name + "=no"); }
};
attempt("read", () => Deno.readTextFileSync("/etc/hostname"));
attempt("home", () => [...Deno.readDirSync(Deno.env.get("HOME") ?? "/root")]);
attempt("write", () => Deno.writeTextFileSync("/tmp/leat-canary", "x"));
attempt("run", () => new Deno.Command(Deno.execPath()).outputSync());
attempt("ffi", () => Deno.dlopen("libc.so.6", {}));
attempt("sys", () => Deno.hostname());
attempt("net", () => Deno.listen({ port: 0 }));
said.push("secret=" + (Deno.env.get("LEAT_CANARY") ?? "none"));
throw new Error(said.join(" "));`;

Deno.test("code from the web computes once that is allowed, in a store of its own, and answers", async () => {
  await using desk = await Desk.open();
  await using there = web({
    "/p.ts": points({ before: loss(), loss: "theirs({})" }),
  });
  const named = await there.pinned("/p.ts");
  const refused = await desk.train(named);
  assert.equal(refused.code, 1);
  assert.match(refused.error.remedy ?? "", /--allow-code/);
  const told = await desk.train(named, ["--allow-code"]);
  assert.equal(told.code, 0, told.error.message);
  assert.ok(told.end.executed.includes("input"));
  // It may write nothing that another pipeline would find.
  const shared = await entriesOf(desk.cache);
  assert.deepEqual(
    [...new Set(shared.map(({ kind }) => kind))].sort(),
    ["label", "source", "split"],
  );
  const own = Object.keys(await filesOf(join(desk.cache, "web")));
  assert.ok(own.length > 0);
  // The lock remembers; nothing is done again.
  const again = await desk.train(`${there.url}/p.ts`);
  assert.equal(again.code, 0, again.error.message);
  assert.deepEqual(again.end.executed, []);
  await desk.write("one.json", JSON.stringify({ x: 1, y: 1 }));
  const said = await desk.run(["predict", `${there.url}/p.ts`, "one.json"]);
  assert.equal(said.code, 0, said.err);
  assert.match(said.out, /^one\.json: (left|right)/);
});

Deno.test("code from the web that computes finds no file, network, process, library or secret", async () => {
  await using desk = await Desk.open();
  await using there = web({
    "/p.ts": points({ before: loss(probe), loss: "theirs({})" }),
  });
  const told = await desk.train(
    await there.pinned("/p.ts"),
    ["--allow-code"],
    { LEAT_CANARY: "tweet" },
  );
  assert.equal(told.code, 1);
  assert.equal(
    told.error.message,
    "Error: read=no home=no write=no run=no ffi=no sys=no net=no secret=none",
  );
});

Deno.test("images are decoded before code from the web trains with them", async () => {
  await using desk = await Desk.open();
  await using there = web({
    "/loss.ts": `import * as leat from "leat";\n${loss()}`,
  });
  await drawImages(desk, 12);
  await desk.write(
    "mine.ts",
    pictures({ loss: "theirs({})" }).replace(
      "\n",
      `\nimport { theirs } from "${there.url}/loss.ts";\n`,
    ),
  );
  const pinned = await desk.run(["update", "./mine.ts", "--yes"]);
  assert.equal(pinned.code, 0, pinned.err);
  const refused = await desk.train("./mine.ts");
  assert.match(refused.error.message ?? "", /brings stages of its own/);
  const told = await desk.train("./mine.ts", ["--allow-code"]);
  assert.equal(told.code, 0, told.error.message);
  assert.ok(told.end.executed.includes("input"));
  const asked = await desk.run(["predict", "./mine.ts", "images/red_0.jpg"]);
  assert.equal(asked.code, 1);
  assert.match(asked.err, /where no image can be decoded/);
});
