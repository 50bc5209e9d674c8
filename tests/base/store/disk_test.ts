import assert from "node:assert/strict";
import { openStore } from "../../../src/base/store/store.ts";
import { withFolder } from "../../_folder.ts";
import {
  ABOUT,
  keyOf,
  mayMount,
  mount,
  namesIn,
  text,
  unmount,
} from "./_helpers.ts";

const KEY = keyOf("a");
const ignore = !mayMount();

/** Runs with a disk of 256 kB of its own. */
function withDisk(run: (root: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    assert.ok(mount(folder, "-t", "tmpfs", "-o", "size=256k", "tmpfs"));
    try {
      await run(folder);
    } finally {
      unmount(folder);
    }
  });
}

Deno.test("openStore() says so when a file stands in the way", () =>
  withFolder(async (folder) => {
    const root = `${folder}/file`;
    await Deno.writeTextFile(root, "");
    for (const place of [root, `${root}/cache`]) {
      await assert.rejects(openStore(place), {
        name: "PipelineError",
        message:
          `Cannot write to cache "${place}": a file stands where a folder should be`,
        remedy: "Set LEAT_CACHE to another folder",
      });
    }
  }));

Deno.test("openStore() says so when no folder can be made", async () => {
  await assert.rejects(openStore("/proc/leat"), {
    name: "PipelineError",
    message: /^Cannot write to cache "\/proc\/leat": /,
  });
});

Deno.test("publish() passes on what goes wrong elsewhere as it is", () =>
  withFolder(async (folder) => {
    const store = await openStore(folder);
    const missing = () => Deno.copyFile("/nowhere/a", "/nowhere/b");
    await assert.rejects(
      store.publish(KEY, ABOUT, missing),
      Deno.errors.NotFound,
    );
  }));

Deno.test({
  name: "publish() names a full disk, and leaves the cache in order (mounts)",
  ignore,
  fn: () =>
    withDisk(async (root) => {
      const store = await openStore(root);
      const small = await store.publish(KEY, ABOUT, text("abc"));
      const large = text("x".repeat(1_000_000));
      const partial = new Map([["state", new Uint8Array(1_000_000)]]);
      const full = {
        name: "PipelineError",
        message: `Cannot write to cache "${root}": the disk is full`,
        remedy: "Free some space, or set LEAT_CACHE to another folder",
      };
      await assert.rejects(store.publish(keyOf("b"), ABOUT, large), full);
      await assert.rejects(store.writePartial(KEY, partial), full);
      assert.deepEqual(await store.find(KEY), small);
      assert.equal(await store.find(keyOf("b")), undefined);
      assert.deepEqual(namesIn(`${root}/tmp`), []);
      await store.publish(keyOf("b"), ABOUT, text("fits"));
    }),
});

Deno.test({
  name:
    "a store on a read-only disk finds, and says why it keeps nothing (mounts)",
  ignore,
  fn: () =>
    withDisk(async (root) => {
      const entry = await (await openStore(root)).publish(
        KEY,
        ABOUT,
        text("a"),
      );
      await Deno.writeTextFile(`${root}/tmp/left-1-1.held`, "");
      assert.ok(mount(root, "-o", "remount,ro"));
      const store = await openStore(root);
      assert.deepEqual(await store.find(KEY), entry);
      const readOnly = {
        name: "PipelineError",
        message: `Cannot write to cache "${root}": the disk is read-only`,
        remedy: "Set LEAT_CACHE to another folder",
      };
      await assert.rejects(
        store.publish(keyOf("b"), ABOUT, text("b")),
        readOnly,
      );
      await assert.rejects(store.remove(KEY), readOnly);
      const lock = store.withLock(KEY, undefined, () => Promise.resolve());
      await assert.rejects(lock, readOnly);
    }),
});
