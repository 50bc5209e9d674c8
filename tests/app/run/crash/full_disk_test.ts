import assert from "node:assert/strict";
import { join } from "node:path";
import { collectStore } from "../../../../src/app/cache/gc.ts";
import { listCaches } from "../../../../src/app/cache/list.ts";
import { verifyStore } from "../../../../src/app/cache/verify.ts";
import { openStore, type Store } from "../../../../src/base/store/store.ts";
import { check, type Left } from "./_checks.ts";
import { fill, mayMount, remount, withDisk } from "./_disk.ts";
import { drawImages, material } from "./_material.ts";
import { publishedKey, type StageName, stages, type Turn } from "./_stages.ts";

const ignore = !mayMount();

const DISK = 1_000_000;
/** Between one try and the next so much more is free. */
const STEP = 8_192;
/** No stage needs as much. */
const ENOUGH = 400_000;

const NAMES = [
  "download",
  "unpack",
  "decode",
  "training",
  "checkpoint",
  "publish",
  "lock",
  "model",
  "record",
] as const satisfies readonly StageName[];

/** A turn of a stage, whose lines are kept. */
type Take = () => Promise<void>;

/** What it says where the disk is at fault, or nothing where it is done. */
async function faultOf(take: Take, root: string): Promise<string | undefined> {
  try {
    await take();
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Error);
    const { name, message } = error;
    const remedy = "remedy" in error ? error.remedy : "";
    return `${name}: ${message}. ${remedy}`.replaceAll(root, "…");
  }
}

/** Runs a stage on a disk of its own. */
function onDisk(
  name: StageName,
  run: (
    given: { readonly left: Left; readonly take: Take; readonly root: string },
  ) => Promise<void>,
): Promise<void> {
  return withDisk(DISK, async (root) => {
    await using server = await material();
    await drawImages(root);
    const turn = await stages[name].prepare();
    const store: Store = await openStore(root);
    const lines: string[] = [];
    const given: Turn = {
      store,
      url: server.url,
      at: 0,
      say: (line) => lines.push(line),
    };
    await run({
      left: { store, processes: [lines] },
      take: () => turn(given),
      root,
    });
  });
}

const FULL = [
  'PipelineError: Cannot write to cache "…": the disk is full. Free some space, or set LEAT_CACHE to another folder',
  'PipelineError: Cannot write to cache "…/files": the disk is full. Free some space, or set LEAT_CACHE to another folder',
  'PipelineError: Cannot use runs "…/runs.sqlite": database or disk is full. Free some space, or set LEAT_CACHE to another folder',
  'PipelineError: Cannot use runs "…/runs.sqlite": disk I/O error. Free some space, or set LEAT_CACHE to another folder',
];

Deno.test("a disk that is full at any byte leaves the cache valid, and says what to do", async (t) => {
  for (const name of NAMES) {
    await t.step({
      name: `${name}, where a disk may be mounted`,
      ignore,
      fn: () =>
        onDisk(name, async ({ left, take, root }) => {
          const filler = join(root, "filler");
          let faults = 0;
          for (let free = 0; free < ENOUGH; free += STEP) {
            await fill(filler, free);
            const fault = await faultOf(take, root);
            await check(name, left);
            await Deno.remove(filler);
            if (fault === undefined) break;
            assert.ok(FULL.includes(fault), fault);
            faults++;
          }
          // An empty file takes no room: below, no file can be made at all.
          if (name !== "lock") assert.ok(faults > 0, "it was never full");
          assert.equal(await faultOf(take, root), undefined);
          await check(name, left);
        }),
    });
  }
});

Deno.test({
  name: "cache gc makes room on a full disk (mounts)",
  ignore,
  fn: () =>
    onDisk("publish", async ({ left, take, root }) => {
      await take();
      // So that there is a record of runs, too.
      await (await stages.record.prepare())({
        store: left.store,
        url: "",
        at: 0,
        say: () => {},
      });
      await fill(join(root, "filler"), 0);
      const tomorrow = Date.now() + 2 * 24 * 3_600_000;
      const { swept: [entry] } = await collectStore(root, {
        now: tomorrow,
        keepDays: 1,
        remove: true,
      });
      assert.equal(entry?.key, publishedKey(0));
      assert.equal(await left.store.find(publishedKey(0)), undefined);
      await fill(join(root, "next"), 0);
      assert.ok((await Deno.stat(join(root, "next"))).size >= entry.bytes);
    }),
});

Deno.test({
  name: "cache list, gc and verify read a read-only disk (mounts)",
  ignore,
  fn: () =>
    onDisk("record", async ({ take, root }) => {
      await take();
      remount(root, "ro");
      const { contents } = await listCaches(root);
      assert.ok(contents.some(({ kind }) => kind === "record"));
      assert.deepEqual((await verifyStore(root, false)).damaged, []);
      const rules = { now: Date.now(), keepDays: 0 };
      await collectStore(root, { ...rules, remove: false });
      await assert.rejects(collectStore(root, { ...rules, remove: true }), {
        message: `Cannot write to cache "${root}": the disk is read-only`,
      });
      remount(root, "rw");
    }),
});

Deno.test("a disk that is read-only leaves the cache valid, and says what to do", async (t) => {
  for (const name of NAMES) {
    await t.step({
      name: `${name}, where a disk may be mounted`,
      ignore,
      fn: () =>
        onDisk(name, async ({ left, take, root }) => {
          remount(root, "ro");
          const fault = await faultOf(take, root);
          assert.match(
            fault ?? "",
            name === "record"
              ? /^PipelineError: Cannot use runs ".*": .*\. Make it writable/
              : /^PipelineError: Cannot write to cache "….*": the disk is read-only\. Set LEAT_CACHE to another folder$/,
          );
          remount(root, "rw");
          await check(name, left);
          assert.equal(await faultOf(take, root), undefined);
          await check(name, left);
        }),
    });
  }
});
