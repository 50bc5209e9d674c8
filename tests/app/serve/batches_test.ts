import assert from "node:assert/strict";
import { Batches } from "../../../src/app/serve/batches.ts";
import type { Refusal } from "../../../src/app/serve/refusal.ts";

/** Batches whose sends are answered by hand. */
function held(size = 3, limit = 100) {
  const sent: { items: readonly number[]; answer: (ok?: boolean) => void }[] =
    [];
  const sizes: number[] = [];
  const batches = new Batches<number, string>({
    size: () => size,
    waitMs: 0,
    limit,
    onBatch: (count) => sizes.push(count),
    send: (items) =>
      new Promise((resolve, reject) =>
        sent.push({
          items,
          answer: (ok = true) =>
            ok
              ? resolve(items.map((each) => `answer ${each}`))
              : reject(new Error("crash")),
        })
      ),
  });
  return { batches, sent, sizes };
}

/** Waits until so many batches were sent. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("Batches puts together what comes while another batch is under way", async () => {
  const { batches, sent, sizes } = held();
  const answers = [batches.ask(0)];
  await until(() => sent.length === 1);
  for (let at = 1; at < 6; at++) answers.push(batches.ask(at));
  assert.equal(batches.waiting, 5);
  sent[0]!.answer();
  await until(() => sent.length === 2);
  sent[1]!.answer();
  await until(() => sent.length === 3);
  sent[2]!.answer();
  assert.deepEqual(
    await Promise.all(answers),
    [0, 1, 2, 3, 4, 5].map((each) => `answer ${each}`),
  );
  assert.deepEqual(sent.map(({ items }) => items), [[0], [1, 2, 3], [4, 5]]);
  assert.deepEqual(sizes, [1, 3, 2]);
});

Deno.test("Batches sends a full batch without waiting", async () => {
  const { batches, sent } = held();
  const answers = [1, 2, 3].map((each) => batches.ask(each));
  assert.deepEqual(sent.map(({ items }) => items), [[1, 2, 3]]);
  sent[0]!.answer();
  await Promise.all(answers);
});

Deno.test("Batches refuses more than may wait, and goes on", async () => {
  const { batches, sent } = held(1, 2);
  const first = batches.ask(0);
  const waiting = [batches.ask(1), batches.ask(2)];
  await assert.rejects(
    batches.ask(3),
    (error: Refusal) =>
      error.status === 503 && error.headers["retry-after"] === "1",
  );
  for (let at = 0; at < 3; at++) {
    await until(() => sent.length === at + 1);
    sent[at]!.answer();
  }
  assert.deepEqual(await Promise.all([first, ...waiting]), [
    "answer 0",
    "answer 1",
    "answer 2",
  ]);
});

Deno.test("Batches takes out whoever leaves while waiting", async () => {
  const { batches, sent } = held(1);
  const first = batches.ask(0);
  const leave = new AbortController();
  const left = batches.ask(1, leave.signal);
  leave.abort();
  await assert.rejects(left, { name: "AbortError" });
  assert.equal(batches.waiting, 0);
  sent[0]!.answer();
  assert.equal(await first, "answer 0");
  assert.equal(sent.length, 1);
});

Deno.test("Batches tells a batch that failed, and sends the next", async () => {
  const { batches, sent } = held(1);
  const first = batches.ask(0);
  const second = batches.ask(1);
  sent[0]!.answer(false);
  await assert.rejects(first, { message: "crash" });
  await until(() => sent.length === 2);
  sent[1]!.answer();
  assert.equal(await second, "answer 1");
});
