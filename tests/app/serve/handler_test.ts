import assert from "node:assert/strict";
import type { About } from "../../../src/app/child/serve_protocol.ts";
import { Batches } from "../../../src/app/serve/batches.ts";
import { Budget } from "../../../src/app/serve/budget.ts";
import { handlerOf, type Parts } from "../../../src/app/serve/handler.ts";
import { Metrics } from "../../../src/app/serve/metrics.ts";
import type { Item } from "../../../src/app/serve/predicting.ts";
import { Refusal } from "../../../src/app/serve/refusal.ts";
import {
  type Outcome,
  ServedModel,
} from "../../../src/app/serve/served_model.ts";

const about: About = {
  model: "key",
  kind: "quantity",
  classes: [],
  takes: "row",
  batch: 2,
};

/** A model whose process never comes back. */
async function failed(): Promise<ServedModel> {
  let count = 0;
  const ended = Promise.resolve();
  const dead = {
    about,
    retired: false,
    hung: false,
    ended,
    ask: () => Promise.resolve([]),
    retire: () => Promise.resolve(),
  };
  const model = await ServedModel.open(
    () =>
      count++ === 0 ? Promise.resolve(dead) : Promise.reject(
        new Error("Cannot read /home/me"),
      ),
    () => {},
  );
  await ended;
  return model;
}

/** A server whose model gives each row's number back. */
async function served(
  changes: Partial<Parts> = {},
  limit = 100,
): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const model = await ServedModel.open(() =>
    Promise.resolve({
      about,
      retired: false,
      hung: false,
      ended: new Promise<void>(() => {}),
      ask: () => Promise.resolve([]),
      retire: () => Promise.resolve(),
    }), () => {});
  const metrics = new Metrics();
  const send = (items: readonly Item[]): Promise<readonly Outcome[]> =>
    Promise.resolve(items.map((each): Outcome => {
      const { n } = ("row" in each ? each.row : {}) as { n: number };
      if (n === 500) return { refused: new Refusal(500, "crashed") };
      return { prediction: { label: n } };
    }));
  const answer = handlerOf({
    pipeline: "p",
    guarded: { host: "127.0.0.1", token: undefined, machine: "desk" },
    limits: { maxBytes: 10_000, idleMs: 60_000, wholeMs: 60_000 },
    model,
    batches: new Batches({
      size: () => about.batch,
      waitMs: 0,
      limit,
      send,
      onBatch: (size) => metrics.batch(size),
    }),
    requests: new Budget(8),
    memory: new Budget(100_000),
    metrics,
    pages: new Map(),
    ...changes,
  });
  return async (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("host", "127.0.0.1:8000");
    const request = new Request(`http://127.0.0.1:8000${path}`, {
      ...init,
      headers,
    });
    return await answer(request);
  };
}

function row(value: unknown, headers: Record<string, string> = {}) {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(value),
  };
}

Deno.test("a list is answered in its order, and what failed of it by itself", async () => {
  const ask = await served();
  const response = await ask("/predict", row([{ n: 1 }, { n: 500 }, { n: 3 }]));
  assert.equal(response.status, 200);
  const { predictions, model } = await response.json();
  assert.deepEqual(predictions, [
    { label: 1 },
    { error: { message: "crashed" } },
    { label: 3 },
  ]);
  assert.equal(model, "key");
  assert.equal((await ask("/predict", row({ n: 500 }))).status, 500);
});

Deno.test("rows that are none are told apart from a body that is none", async () => {
  const ask = await served();
  const deep = JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`);
  for (
    const [value, message] of [
      [[], /the list is empty/],
      [3, /row is no object of cells/],
      [[{ n: 1 }, null], /row 2 is no object/],
      [{ n: deep }, /row is no object/],
    ] as const
  ) {
    const response = await ask("/predict", row(value));
    assert.equal(response.status, 400);
    assert.match((await response.json()).error.message, message);
  }
  const many = Array.from({ length: 1001 }, () => ({}));
  assert.equal((await ask("/predict", row(many))).status, 413);
  const cut = { ...row({}), body: '{"n": ' };
  const response = await ask("/predict", cut);
  assert.equal(response.status, 400);
  assert.match((await response.json()).error.message, /the body is no JSON/);
});

Deno.test("who asks too much is told when to come back, and others are answered", async () => {
  const ask = await served({}, 3);
  const four = await ask(
    "/predict",
    row([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]),
  );
  // Two are on their way at once; of what waits, three are too many.
  assert.ok([200, 503].includes(four.status));
  const eight = await ask(
    "/predict",
    row(Array.from({ length: 8 }, (_, n) => ({ n }))),
  );
  assert.equal(eight.status, 503);
  assert.equal(eight.headers.get("retry-after"), "1");
  const one = await ask("/predict", row({ n: 9 }));
  assert.equal((await one.json()).label, 9);
  const none = await served({ requests: new Budget(0) });
  assert.equal((await none("/predict", row({ n: 1 }))).status, 503);
});

Deno.test("a server with a token tells strangers only that it is there", async () => {
  const token = "sixteen letters!";
  const ask = await served({
    guarded: { host: "0.0.0.0", token, machine: "desk" },
  });
  for (const path of ["/model", "/metrics", "/openapi.json"]) {
    assert.equal((await ask(path)).status, 401, path);
  }
  const stranger = await ask("/predict", row({ n: 1 }));
  assert.equal(stranger.status, 401);
  assert.equal(stranger.headers.get("www-authenticate"), "Bearer");
  assert.equal((await ask("/healthz")).status, 200);
  const known = await ask(
    "/predict",
    row({ n: 1 }, { authorization: `Bearer ${token}` }),
  );
  assert.equal(known.status, 200);
});

Deno.test("many requests, however odd, leave nothing behind", async () => {
  const [requests, memory] = [new Budget(8), new Budget(100_000)];
  const ask = await served({ requests, memory });
  const odd = async (at: number) => {
    const packed = { "content-encoding": "gzip" };
    await Promise.all([
      ask("/predict", row([{ n: at }, { n: 500 }])),
      ask("/predict", { ...row({}), body: "{" }),
      ask("/predict", row({ n: at }, packed)),
      ask(`/predict?explain=${at}`, row({ n: at })),
      ask(`/odd/${at}`, { method: `M${at}` }),
      ask(`/healthz?${at}`, {
        headers: { origin: `http://evil${at}.example` },
      }),
    ]);
  };
  const lines = async () => {
    const text = await (await ask("/metrics")).text();
    assert.match(text, /^leat_held_bytes 0$/m);
    assert.match(text, /^leat_queue_items 0$/m);
    return text.split("\n").length;
  };
  await lines();
  await odd(0);
  const before = await lines();
  for (let at = 1; at <= 200; at++) await odd(at);
  assert.equal(await lines(), before);
  assert.deepEqual([requests.taken, memory.taken], [0, 0]);
});

Deno.test("strangers are not told why there is no model, and whoever asks has it started", async () => {
  const token = "sixteen letters!";
  for (
    const guarded of [
      { host: "127.0.0.1", token: undefined, machine: "desk" },
      { host: "0.0.0.0", token, machine: "desk" },
    ]
  ) {
    const model = await failed();
    const ask = await served({ guarded, model });
    assert.equal((await ask("/healthz")).status, 503);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    const { status, fault, restarts } = await (await ask("/healthz")).json();
    // A start that failed is tried once more.
    assert.deepEqual([status, restarts], ["failed", 2]);
    const told = guarded.token === undefined
      ? "Cannot read /home/me"
      : undefined;
    assert.equal(fault, told);
  }
});

Deno.test("metrics count requests by path and status, seconds and batches", async () => {
  const ask = await served();
  await ask("/predict", row([{ n: 1 }, { n: 2 }, { n: 3 }]));
  await ask("/predict", row(3));
  await ask("/a/path/of/mine");
  await ask("/another");
  const text = await (await ask("/metrics")).text();
  for (
    const line of [
      'leat_requests_total{path="/predict",status="200"} 1',
      'leat_requests_total{path="/predict",status="400"} 1',
      // Whoever asks for many paths makes no line for each.
      'leat_requests_total{path="other",status="404"} 2',
      "leat_predict_seconds_count 2",
      'leat_predict_seconds_bucket{le="+Inf"} 2',
      "leat_batch_items_sum 3",
      "leat_batch_items_count 2",
      'leat_batch_items_bucket{le="1"} 1',
      'leat_batch_items_bucket{le="2"} 2',
      "leat_held_bytes 0",
      "leat_queue_items 0",
      "leat_restarts_total 0",
    ]
  ) assert.ok(text.includes(`${line}\n`), `${line} in\n${text}`);
});
