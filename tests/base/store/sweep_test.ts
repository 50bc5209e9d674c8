import assert from "node:assert/strict";
import { checkEntry, checkPartial } from "../../../src/base/store/check.ts";
import { survey } from "../../../src/base/store/survey.ts";
import {
  discard,
  discardLocks,
  isLocked,
} from "../../../src/base/store/sweep.ts";
import type { Store } from "../../../src/base/store/store.ts";
import { ABOUT, keyOf, namesIn, text, withStore } from "./_helpers.ts";

const [A, B] = [keyOf("a"), keyOf("b")];

async function published(store: Store, key: string): Promise<string> {
  const about = { ...ABOUT, apart: ["log"] };
  const { folder } = await store.publish(key, about, async (folder) => {
    await text("abc")(folder);
    await text("12", "log")(folder);
  });
  return folder;
}

Deno.test("survey() tells all results and unfinished ones, with sizes and dates", () =>
  withStore(async (store) => {
    const { root } = store;
    assert.deepEqual(await survey(root), {
      entries: [],
      partials: [],
      strangers: [],
    });
    const path = await published(store, A);
    await store.writePartial(B, new Map([["state", new Uint8Array(100)]]));
    await Deno.utime(path, 5, 5);
    const { entries: [entry, ...more], partials: [partial] } = await survey(
      root,
    );
    assert.deepEqual(more, []);
    const { size } = await Deno.stat(`${path}/meta.json`);
    const { meta, ...held } = entry ?? {};
    assert.equal(meta?.kind, "test");
    assert.deepEqual(held, { key: A, path, bytes: 5 + size, used: 5000 });
    assert.equal(partial?.key, B);
    assert.ok(partial.bytes > 100);
  }));

Deno.test("survey() tells broken results, and what is none", () =>
  withStore(async (store) => {
    const { root } = store;
    const folder = await published(store, A);
    await Deno.remove(`${folder}/meta.json`);
    const shard = `${root}/n/${B.slice(0, 2)}`;
    await Deno.mkdir(shard, { recursive: true });
    await Deno.writeTextFile(`${shard}/${B}`, "a file");
    await Deno.mkdir(`${root}/n/zz/${A}`, { recursive: true });
    await Deno.writeTextFile(`${root}/n/notes`, "");
    await Deno.writeTextFile(`${root}/partial/notes`, "");
    const { entries, strangers } = await survey(root);
    assert.deepEqual(
      entries.map(({ key, meta }) => [key, meta]).sort(),
      [[A, undefined], [B, undefined]].sort(),
    );
    assert.deepEqual(strangers, [`${root}/n/zz/${A}`, `${root}/partial/notes`]);
    // None of it is taken for a result.
    assert.equal(await store.find(A), undefined);
    assert.equal(await store.find(B), undefined);
  }));

Deno.test("checkEntry() says of each file what is the matter with it", () =>
  withStore(async (store) => {
    const damages: readonly (readonly [string, (folder: string) => unknown])[] =
      [
        ['"text" has changed', text("abd")],
        ['"text" has changed', text("ab")],
        ['"log" has changed', text("13", "log")],
        ['"text" is missing', (folder) => Deno.remove(`${folder}/text`)],
        ['"x/y" does not belong there', async (folder) => {
          await Deno.mkdir(`${folder}/x`);
          await text("", "x/y")(folder);
        }],
        [
          '"meta.json" is missing or broken',
          (folder) => Deno.remove(`${folder}/meta.json`),
        ],
        ['"meta.json" is missing or broken', text('{"kind":', "meta.json")],
        ['"meta.json" has changed', async (folder) => {
          const meta = JSON.parse(
            await Deno.readTextFile(`${folder}/meta.json`),
          );
          meta.outHash = A;
          await text(JSON.stringify(meta), "meta.json")(folder);
        }],
        [
          'Cannot record "link": it is neither a file nor a folder',
          (folder) => Deno.symlink("/etc/hostname", `${folder}/link`),
        ],
      ];
    for (const [at, [fact, damage]] of damages.entries()) {
      const folder = await published(store, keyOf(`${at}`));
      assert.deepEqual(await checkEntry(folder, ["log"]), []);
      await damage(folder);
      assert.deepEqual(await checkEntry(folder, ["log"]), [fact]);
    }
    const [folder] = [await published(store, A)];
    await Deno.remove(folder, { recursive: true });
    await Deno.writeTextFile(folder, "");
    assert.deepEqual(await checkEntry(folder), [
      '"meta.json" is missing or broken',
    ]);
  }));

Deno.test("checkPartial() tells a changed state from one that is half removed", () =>
  withStore(async (store) => {
    const state = new Map([
      ["a", new Uint8Array([1])],
      ["b", new Uint8Array([2])],
    ]);
    const folder = `${store.root}/partial/${A}`;
    assert.deepEqual(await checkPartial(store.root, A), []);
    await store.writePartial(A, state);
    assert.deepEqual(await checkPartial(store.root, A), []);
    await Deno.remove(`${folder}/1/a`);
    assert.deepEqual(await checkPartial(store.root, A), []);
    await text("x", "1/b")(folder);
    assert.deepEqual(await checkPartial(store.root, A), [
      '"1/b" has changed',
    ]);
    await text("x", "1/meta.json")(folder);
    assert.deepEqual(await checkPartial(store.root, A), [
      '"1/meta.json" has changed',
    ]);
    await Deno.remove(`${folder}/1/meta.json`);
    assert.deepEqual(await checkPartial(store.root, A), []);
  }));

Deno.test("discard() removes what is there, and what is gone already", () =>
  withStore(async (store) => {
    const [a, b] = [await published(store, A), await published(store, B)];
    await discard(store.root, [a, `${store.root}/n/00/none`]);
    assert.equal(await store.find(A), undefined);
    assert.equal((await store.find(B))?.folder, b);
    assert.deepEqual(namesIn(`${store.root}/tmp`), []);
  }));

Deno.test("discardLocks() removes the locks that nobody needs or holds", () =>
  withStore(async (store) => {
    const run = `run-${"0".repeat(32)}`;
    const take = (name: string) =>
      store.withLock(name, undefined, () => Promise.resolve());
    for (const name of [A, run, "dataset-pets", keyOf("kept")]) {
      await take(name);
    }
    await store.withLock(B, undefined, async () => {
      assert.ok(await isLocked(store.root, B));
      const kept = new Set([keyOf("kept")]);
      assert.equal(await discardLocks(store.root, kept), 2);
    });
    assert.ok(!await isLocked(store.root, B));
    assert.ok(!await isLocked(store.root, A));
    assert.deepEqual(
      namesIn(`${store.root}/locks`),
      [B, keyOf("kept"), "dataset-pets"].sort(),
    );
  }));

Deno.test("withLock() holds to the lock that stands, though one was removed under who waited", () =>
  withStore(async (store) => {
    const path = `${store.root}/locks/a`;
    const inside: string[] = [];
    let second: Promise<void> | undefined;
    const waits = Promise.withResolvers<void>();
    await store.withLock("a", undefined, async () => {
      second = store.withLock("a", waits.resolve, async () => {
        inside.push("second in");
        // It holds the file at the path, which another cannot have.
        assert.ok(await isLocked(store.root, "a"));
        await Promise.resolve();
        inside.push("second out");
      });
      await waits.promise;
      await Deno.remove(path);
    });
    await second;
    assert.deepEqual(inside, ["second in", "second out"]);
  }));
