import assert from "node:assert/strict";
import { Budget } from "../../../src/app/serve/budget.ts";
import { readBody } from "../../../src/app/serve/read_body.ts";
import { Refusal } from "../../../src/app/serve/refusal.ts";

const limits = { maxBytes: 10, idleMs: 60_000, wholeMs: 60_000 };

function request(
  body: ReadableStream<Uint8Array> | string,
  headers: Record<string, string> = {},
): Request {
  return new Request("http://here/", { method: "POST", body, headers });
}

/** A body that sends one byte a read, and counts them. */
function drip(count: number, onRead: () => void = () => {}) {
  let left = count;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      onRead();
      if (left-- === 0) controller.close();
      else controller.enqueue(new Uint8Array([7]));
    },
  }, { highWaterMark: 0 });
}

async function refused(run: Promise<unknown>): Promise<Refusal> {
  const error = await run.then(() => undefined, (error) => error);
  assert.ok(error instanceof Refusal, String(error));
  return error;
}

Deno.test("readBody() reads what comes, in as many pieces as it comes", async () => {
  const budget = new Budget(100);
  {
    using share = budget.open();
    const bytes = await readBody(request(drip(10)), limits, share);
    assert.deepEqual(bytes, new Uint8Array(10).fill(7));
    assert.equal(budget.taken, 10);
  }
  assert.equal(budget.taken, 0);
});

Deno.test("readBody() refuses a body that is longer than it may be, and soon reads no more", async () => {
  let reads = 0;
  using share = new Budget(100).open();
  const endless = drip(Infinity, () => reads++);
  const { status } = await refused(readBody(request(endless), limits, share));
  assert.equal(status, 413);
  for (let turn = 0; turn < 200; turn++) await Promise.resolve();
  // One too many, and as many again for those who send before they look.
  assert.ok(reads <= 2 * limits.maxBytes + 1, `${reads} reads`);
});

Deno.test("readBody() refuses what is compressed on its way", async () => {
  for (const encoding of ["gzip", "br", "identity, gzip", "\u009f"]) {
    using share = new Budget(100).open();
    const headers = { "content-encoding": encoding };
    const { status, message, headers: told } = await refused(
      readBody(request("packed", headers), limits, share),
    );
    assert.equal(status, 415);
    assert.match(message, /^Cannot read the body: its content-encoding is/);
    assert.doesNotMatch(message, /\u009f/);
    assert.equal(told["accept-encoding"], "identity");
  }
  using share = new Budget(100).open();
  const headers = { "content-encoding": "Identity" };
  const bytes = await readBody(request("as it is", headers), limits, share);
  assert.equal(new TextDecoder().decode(bytes), "as it is");
});

Deno.test("readBody() believes a length that is too large", async () => {
  let reads = 0;
  using share = new Budget(100).open();
  const headers = { "content-length": "11" };
  const body = drip(1, () => reads++);
  const { status } = await refused(
    readBody(request(body, headers), limits, share),
  );
  assert.equal(status, 413);
});

Deno.test("readBody() gives up a body that does not come", async () => {
  using share = new Budget(100).open();
  for (const slow of [{ idleMs: 1 }, { wholeMs: 1 }]) {
    const never = new ReadableStream<Uint8Array>();
    const { status, headers } = await refused(
      readBody(request(never), { ...limits, ...slow }, share),
    );
    assert.equal(status, 408);
    assert.equal(headers["connection"], "close");
  }
});

Deno.test("readBody() takes no more memory than is left", async () => {
  const budget = new Budget(15);
  using first = budget.open();
  await readBody(request(drip(10)), limits, first);
  {
    using second = budget.open();
    const { status, headers } = await refused(
      readBody(request(drip(10)), limits, second),
    );
    assert.deepEqual([status, headers["retry-after"]], [503, "1"]);
  }
  assert.equal(budget.taken, 10);
});

Deno.test("readBody() tells when the connection broke", async () => {
  using share = new Budget(100).open();
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("reset")),
  });
  const { status } = await refused(readBody(request(broken), limits, share));
  assert.equal(status, 400);
});
