import assert from "node:assert/strict";
import { connect } from "node:net";
import { once as happened } from "node:events";
import { join } from "node:path";
import { Desk } from "../_cli.ts";
import { drawImages, drawn } from "../_images.ts";
import { pictures } from "../_pipelines.ts";
import { childOf, isGone, tellsParents } from "../_processes.ts";
import { bomb, form, raw, rows, type Served, serving } from "./_serving.ts";

/** All tests of pictures ask one server, in this order. */
let desk: Desk;
let server: Served;

Deno.test.beforeAll(async () => {
  desk = await Desk.open();
  await drawImages(desk, 20);
  await desk.write("p.ts", pictures());
  assert.equal((await desk.train("./p.ts")).code, 0);
  server = await serving(desk, "./p.ts", ["--max-bytes", "100K"]);
});

Deno.test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await desk[Symbol.asyncDispose]();
});

/** Nothing that a test waits for takes so long, on the slowest machine. */
const PATIENCE_MS = 120_000;

interface Told {
  readonly status: number;
  // deno-lint-ignore no-explicit-any
  readonly body: any;
}

async function ask(init: RequestInit, path = "/predict"): Promise<Told> {
  const response = await fetch(`${server.url}${path}`, init);
  return { status: response.status, body: await response.json() };
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const line = text.split("\n").find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length));
}

function rest(milliseconds: number): Promise<"rested"> {
  return new Promise((resolve) =>
    setTimeout(() => resolve("rested"), milliseconds)
  );
}

/** A request as bytes, which fetch would not send. */
async function bare(text: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.end(text);
  let answer = "";
  socket.setEncoding("utf8").on("data", (each) => answer += each);
  await happened(socket, "close");
  return answer;
}

Deno.test("serve answers for a picture in a form and as it is", async () => {
  const picture = await drawn("red", 3);
  const inForm = await ask(form(picture));
  assert.equal(inForm.status, 200);
  const { milliseconds, model, ...said } = inForm.body;
  assert.ok(milliseconds > 0);
  assert.match(model, /^[0-9a-f]{64}$/);
  assert.deepEqual(Object.keys(said.probabilities), ["blue", "red"]);
  assert.equal(said.probability, said.probabilities[said.label]);
  const asIs = await ask(raw(picture));
  assert.equal(asIs.body.label, said.label);
  assert.equal(asIs.body.probability, said.probability);
});

Deno.test("serve says what of a picture speaks for the answer, where it is asked, and how unlike it is", async () => {
  const picture = await drawn("red", 3);
  const plain = await ask(form(picture));
  assert.equal(plain.body.explanation, undefined);
  // Six validation pictures are too few to set a threshold.
  const { flag, threshold, distance, percentile } = plain.body.unlike;
  assert.deepEqual([flag, threshold], [null, null]);
  assert.ok(distance >= 0 && distance <= 2);
  assert.ok(percentile >= 0 && percentile <= 100);
  for (const query of ["?explain=1", "?explain=true", "?explain"]) {
    const { status, body } = await ask(form(picture), `/predict${query}`);
    assert.equal(status, 200);
    assert.equal(body.label, plain.body.label);
    const { of, layer, map, view, grid } = body.explanation;
    assert.equal(of, body.label);
    assert.equal(layer, "layer1.0");
    assert.equal(map.length, 8);
    for (const row of map) {
      assert.equal(row.length, 8);
      assert.ok(row.every((value: number) => value >= 0 && value <= 1));
    }
    assert.equal(view.fit, "crop");
    assert.deepEqual(grid.step, [1 / 8, 1 / 8]);
  }
  const off = await ask(raw(picture), "/predict?explain=0");
  assert.equal(off.body.explanation, undefined);
  const wrong = await ask(raw(picture), "/predict?explain=maybe");
  assert.equal(wrong.status, 400);
  assert.match(wrong.body.error.message, /^Cannot read explain/);
  const { body: told } = await ask({}, "/openapi.json");
  const { post } = told.paths["/predict"];
  assert.equal(post.parameters[0].name, "explain");
  assert.ok(told.components.schemas.Explanation);
  assert.ok(told.components.schemas.Unlike);
});

/** Asks all while the process with the model is held: they wait together. */
async function atOnce(asks: readonly (() => Promise<Told>)[]) {
  const child = childOf(server.pid, "serve_child.ts");
  if (child === undefined) return await Promise.all(asks.map((ask) => ask()));
  const waiting = async () => {
    const [batches, items] = await Promise.all(
      ["leat_batch_items_count", "leat_queue_items"].map(metric),
    );
    return { batches: batches!, items: items! };
  };
  const { batches: before } = await waiting();
  const asked: Promise<Told>[] = [];
  Deno.kill(child, "SIGSTOP");
  try {
    const [first, ...others] = asks;
    if (first) asked.push(first());
    while ((await waiting()).batches === before);
    asked.push(...others.map((ask) => ask()));
    while ((await waiting()).items < others.length);
  } finally {
    Deno.kill(child, "SIGCONT");
  }
  return await Promise.all(asked);
}

Deno.test("serve answers many at once in batches, and each by its own picture", async () => {
  const given = await Promise.all(
    Array.from(
      { length: 24 },
      (_, at) => drawn(at % 2 ? "red" : "blue", at, 16 + at),
    ),
  );
  const alone: Told[] = [];
  for (const each of given) alone.push(await ask(raw(each)));
  const before = await metric("leat_batch_items_count");
  const together = await atOnce(given.map((each) => () => ask(raw(each))));
  together.forEach(({ status, body }, at) => {
    assert.equal(status, 200);
    const shares = alone[at]?.body.probabilities;
    for (const [name, share] of Object.entries(body.probabilities)) {
      // Another batch may be computed by another kernel.
      assert.ok(Math.abs(Number(share) - shares[name]) < 1e-5);
    }
  });
  const batches = await metric("leat_batch_items_count") - before;
  if (tellsParents) assert.ok(batches < given.length, `${batches} batches`);
  assert.ok(new Set(together.map(({ body }) => body.probability)).size > 12);
});

Deno.test("serve tells why it cannot read what it was sent", async () => {
  const text = new TextEncoder().encode("no picture");
  const cases: readonly [RequestInit, number, RegExp][] = [
    [form(text, { name: "notes.txt" }), 400, /image "notes.txt": it is not a/],
    [form(text, { name: "../../\u202etxt" }), 400, /"\ufffdtxt"/],
    [form(await drawn("red", 1), { field: "photo" }), 400, /no field "file"/],
    [raw(new Uint8Array()), 400, /it is empty/],
    [
      raw((await drawn("red", 1)).subarray(0, 200)),
      400,
      /damaged or cut short/,
    ],
    [raw(text, "multipart/form-data; boundary=x"), 400, /cut or no form/],
    [raw(text, "multipart/form-data"), 400, /cut or no form/],
    [raw(text, "text/plain"), 415, /"text\/plain": this model is asked about/],
    [rows({ x: 1 }), 415, /"application\/json"/],
  ];
  for (const [init, status, message] of cases) {
    const { status: given, body } = await ask(init);
    assert.equal(given, status, String(message));
    assert.match(body.error.message, message);
    assert.ok(body.error.remedy.length > 0);
  }
  const { status, body } = await ask({}, "/nothing");
  assert.deepEqual([status, body.error.remedy], [
    404,
    "See /docs for what there is",
  ]);
  assert.equal((await ask({ method: "DELETE" })).status, 405);
});

Deno.test("serve reads no more of a body than it may", async () => {
  const large = new Uint8Array(100 * 1024 + 1);
  const { status, body } = await ask(raw(large));
  assert.equal(status, 413);
  assert.match(body.error.message, /larger than 100\.0 KiB/);
  // It says nothing of its length, and would never end.
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let answer = "";
  let sent = 0;
  socket.setEncoding("utf8").on("data", (each) => answer += each);
  socket.on("error", () => {});
  socket.write(
    `POST /predict HTTP/1.1\r\nHost: ${hostname}:${port}\r\n` +
      "Content-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n",
  );
  const block = `4000\r\n${"x".repeat(0x4000)}\r\n`;
  const reads = async () => {
    const drained = new Promise((resolve) => socket.once("drain", resolve));
    // A server that is slow to answer may still be reading.
    for (let left = PATIENCE_MS; left > 0; left -= 2000) {
      if (await Promise.race([drained, rest(2000)]) !== "rested") return true;
      if (answer !== "") return false;
    }
  };
  // What lies between the two, in buffers of the system, is some megabytes.
  while (sent < 2 ** 26) {
    if (!socket.write(block) && !await reads()) break;
    sent += block.length;
  }
  socket.destroy();
  assert.match(answer, /^HTTP\/1\.1 413 /);
  assert.ok(sent < 2 ** 26, `${sent} bytes were read`);
  assert.equal(await metric("leat_held_bytes"), 0);
});

Deno.test("serve refuses a picture that would become far too large", async () => {
  const { status, body } = await ask(raw(bomb(20_000), "image/png"));
  assert.equal(status, 400);
  assert.match(body.error.message, /20000 x 20000 pixels, more than/);
});

Deno.test("serve answers after a thousand bad uploads as before", async () => {
  const picture = await drawn("blue", 2);
  const before = await ask(raw(picture));
  const bad: readonly (() => RequestInit)[] = [
    () => raw(new TextEncoder().encode("x")),
    () => raw(picture.subarray(0, 200)),
    () => form(picture, { field: "other" }),
    () => raw(picture, "text/plain"),
  ];
  const statuses: number[] = [];
  const client = async () => {
    while (statuses.length < 1000) {
      const at = statuses.push(0) - 1;
      statuses[at] = (await ask(bad[at % bad.length]!())).status;
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  const count = (status: number) =>
    statuses.filter((each) => each === status).length;
  assert.deepEqual([count(400), count(415)], [750, 250]);
  const after = await ask(raw(picture));
  assert.equal(after.body.probability, before.body.probability);
  assert.equal((await ask({}, "/healthz")).body.restarts, 0);
});

Deno.test("serve answers no page of somebody else", async () => {
  const get = (headers: string) =>
    bare(`GET /healthz HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);
  const own = `Host: ${new URL(server.url).host}\r\n`;
  assert.match(await get(own), /^HTTP\/1\.1 200 /);
  for (const host of ["evil.example", "", "[::", "a b", "127.0.0.1:99999"]) {
    assert.match(await get(`Host: ${host}\r\n`), /^HTTP\/1\.1 403 /, host);
  }
  assert.match(
    await get(`${own}Origin: http://evil.example\r\n`),
    /^HTTP\/1\.1 403 /,
  );
  assert.match(await get(`${own}Origin: null\r\n`), /^HTTP\/1\.1 403 /);
});

Deno.test("serve tells everything of itself without anything from elsewhere", async () => {
  const { status, body } = await ask({}, "/openapi.json");
  assert.equal(status, 200);
  assert.match(body.openapi, /^3\.1\./);
  assert.deepEqual(Object.keys(body.paths), [
    "/predict",
    "/model",
    "/healthz",
    "/metrics",
  ]);
  for (
    const path of [
      "/",
      "/docs",
      "/docs.css",
      "/page.css",
      "/page.mjs",
      "/docs.mjs",
      "/fields.mjs",
    ]
  ) {
    const response = await fetch(`${server.url}${path}`);
    assert.equal(response.status, 200, path);
    assert.match(
      response.headers.get("content-security-policy") ?? "",
      /^default-src 'none'; script-src 'self'/,
    );
    assert.doesNotMatch(await response.text(), /https?:\/\//, path);
  }
});

/** The process that was started after another. */
async function nextChild(before: number): Promise<number> {
  for (let left = 10_000; left > 0; left--) {
    const child = childOf(server.pid, "serve_child.ts");
    if (child !== undefined && child !== before) return child;
    await rest(5);
  }
  throw new Error("No other process is started");
}

Deno.test({
  name:
    "serve answers what it was asked though two processes with the model are killed",
  ignore: !tellsParents,
  async fn() {
    const picture = await drawn("red", 5);
    const before = await ask(raw(picture));
    const child = childOf(server.pid, "serve_child.ts");
    assert.ok(child);
    const asked = Array.from({ length: 12 }, () => ask(raw(picture)));
    Deno.kill(child, "SIGKILL");
    Deno.kill(await nextChild(child), "SIGKILL");
    for (const { status, body } of await Promise.all(asked)) {
      assert.equal(status, 200);
      // Another batch may be computed by another kernel.
      const off = body.probability - before.body.probability;
      assert.ok(Math.abs(off) < 1e-5, String(off));
    }
    const { body } = await ask({}, "/healthz");
    assert.deepEqual([body.status, body.restarts], ["ok", 2]);
    assert.notEqual(childOf(server.pid, "serve_child.ts"), child);
  },
});

Deno.test("serve takes up a model that is trained anew, and drops no request", async () => {
  const picture = await drawn("red", 5);
  const { body: { model: first } } = await ask(raw(picture));
  let training = true;
  const trained = desk.train("./p.ts", ["--set", "fit.epochs=2"])
    .finally(() => training = false);
  while (training) assert.equal((await ask(raw(picture))).status, 200);
  assert.equal((await trained).code, 0);
  const { model, loads } = await once(({ model }) => model !== first);
  assert.equal((await ask(raw(picture))).body.model, model);
  // Who looks just between the one and the other looks twice.
  assert.ok(loads >= 2);
});

/** What it tells of itself once something is so; until then it answers. */
async function once(isSo: (health: Told["body"]) => boolean) {
  const picture = await drawn("red", 5);
  const late = performance.now() + PATIENCE_MS;
  while (performance.now() < late) {
    assert.equal((await ask(raw(picture))).status, 200);
    const { body } = await ask({}, "/healthz");
    if (isSo(body)) return body;
  }
  throw new Error("It does not come to that");
}

Deno.test("serve takes up a model that is copied file by file once it is whole", async () => {
  const [model] = [...Deno.readDirSync(join(desk.cache, "models"))];
  const file = join(desk.cache, "models", model!.name, "weights.safetensors");
  const weights = await Deno.readFile(file);
  await Deno.writeFile(file, weights.subarray(0, 1000));
  const half = await once(({ fault }) => fault !== undefined);
  assert.match(half.fault, /Cannot read the model/);
  await Deno.writeFile(file, weights);
  const whole = await once(({ fault }) => fault === undefined);
  assert.ok(whole.loads > half.loads);
  assert.equal(whole.model, half.model);
});

Deno.test("serve ends with Ctrl-C, and nothing of it goes on", async () => {
  const child = tellsParents
    ? childOf(server.pid, "serve_child.ts")
    : undefined;
  const picture = await drawn("red", 5);
  const asked = Array.from({ length: 8 }, () => ask(raw(picture)));
  const answers = Promise.allSettled(asked);
  await Promise.race(asked);
  const { code, err } = await server.end();
  assert.equal(code, 0);
  assert.doesNotMatch(err, /signal aborts|Uncaught|at file:/);
  // Whose connection was not taken yet has no answer, and others have theirs.
  for (const each of await answers) {
    if (each.status === "fulfilled") assert.equal(each.value.status, 200);
  }
  if (child !== undefined) assert.ok(await isGone(child));
});
