import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openStore, verify } from "../../../src/base/store/store.ts";
import { ABOUT, keyOf, namesIn, text, withStore } from "./_helpers.ts";

const CHILD = fileURLToPath(new URL("_child.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../deno.json", import.meta.url));

/** A child process that has said its word. */
async function start(...task: string[]): Promise<Deno.ChildProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-check",
      "-A",
      "--config",
      CONFIG,
      CHILD,
      ...task,
    ],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { done } = await reader.read();
  reader.releaseLock();
  assert.ok(!done, "the child ended without a word");
  return child;
}

async function end(child: Deno.ChildProcess, signal?: Deno.Signal) {
  if (signal !== undefined) child.kill(signal);
  await child.stdout.cancel();
  if (!child.stdin.locked) await child.stdin.close().catch(() => {});
  return await child.status;
}

Deno.test("two processes that publish the same keys get the same entries", () =>
  withStore(async (store) => {
    const children = await Promise.all(
      ["one", "two"].map((name) => start("publish", store.root, name)),
    );
    for (const child of children) {
      const writer = child.stdin.getWriter();
      await writer.write(new Uint8Array([1]));
      writer.releaseLock();
    }
    for (const child of children) assert.equal((await end(child)).code, 0);
    for (let at = 0; at < 20; at++) {
      const entry = await store.find(keyOf(`race ${at}`));
      assert.ok(entry !== undefined);
      assert.deepEqual(await verify(entry), []);
      const content = await Deno.readTextFile(entry.path("text"));
      assert.match(content, new RegExp(`^(one|two) wrote ${at}$`));
    }
    assert.deepEqual(namesIn(`${store.root}/tmp`), []);
  }));

Deno.test("withLock() waits for another process, and a killed one frees its lock", () =>
  withStore(async (store) => {
    const child = await start("hold", store.root, "gpu0");
    let waited = 0;
    let killed = false;
    const ending = Promise.withResolvers<void>();
    const run = store.withLock("gpu0", () => {
      waited++;
      // Only a waiter that does not hold the lock gets here before the kill.
      setTimeout(async () => {
        killed = true;
        await end(child, "SIGKILL");
        ending.resolve();
      }, 50);
    }, () => Promise.resolve(killed));
    assert.equal(await run, true);
    assert.equal(waited, 1);
    await ending.promise;
  }));

Deno.test("withLock() lets one caller of a process in at a time, and frees on errors", () =>
  withStore(async (store) => {
    const order: string[] = [];
    const inside = Promise.withResolvers<void>();
    const waiting = Promise.withResolvers<void>();
    const first = store.withLock("a", undefined, async () => {
      order.push("first in");
      inside.resolve();
      await waiting.promise;
      order.push("first out");
      throw new Error("failed");
    });
    await inside.promise;
    await store.withLock("b", undefined, () => Promise.resolve());
    const second = store.withLock("a", waiting.resolve, () => {
      order.push("second in");
      return Promise.resolve(7);
    });
    await assert.rejects(first, /failed/);
    assert.equal(await second, 7);
    assert.deepEqual(order, ["first in", "first out", "second in"]);
  }));

Deno.test("a process killed while it writes leaves no entry, and its rest is swept", () =>
  withStore(async (store) => {
    const writing = await start("write", store.root, "a");
    // What is still being written is not swept.
    await openStore(store.root);
    assert.equal(namesIn(`${store.root}/tmp`).length, 2);
    await end(writing, "SIGKILL");
    assert.equal(await store.find(keyOf("a")), undefined);
    assert.equal(namesIn(`${store.root}/tmp`).length, 2);
    await openStore(store.root);
    assert.deepEqual(namesIn(`${store.root}/tmp`), []);
    await store.publish(keyOf("a"), ABOUT, text("whole"));
    assert.ok(await store.find(keyOf("a")));
  }));

Deno.test("killed at any moment, what is published is whole", () =>
  withStore(async (store) => {
    let published = 0;
    for (let kills = 0; kills < 4 || published === 0; kills++) {
      const child = await start("churn", store.root);
      await new Promise((resolve) => setTimeout(resolve, 3 * 2 ** kills));
      await end(child, "SIGKILL");
      const state = await store.readPartial(keyOf("state"));
      if (state) assert.deepEqual(state.get("a"), state.get("b"));
      for (const shard of namesIn(`${store.root}/n`)) {
        for (const key of namesIn(`${store.root}/n/${shard}`)) {
          const entry = await store.find(key);
          assert.ok(entry, "torn");
          assert.deepEqual(await verify(entry), []);
          published++;
        }
      }
    }
    await openStore(store.root);
    assert.deepEqual(namesIn(`${store.root}/tmp`), []);
  }));
