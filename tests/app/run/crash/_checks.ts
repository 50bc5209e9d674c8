/**
 * What must hold of a cache whose processes were killed, by stage.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { hashOf, sha256 } from "../../../../src/base/codec/sha256.ts";
import { verifyData, verifyStore } from "../../../../src/app/cache/verify.ts";
import { runsFile, RunStore } from "../../../../src/app/runs/run_store.ts";
import { filePins } from "../../../../src/base/store/pins.ts";
import {
  foldersIn,
  namesIn,
  survey,
} from "../../../../src/base/store/survey.ts";
import type { Store } from "../../../../src/base/store/store.ts";
import { unlessAbsent } from "../../../../src/base/store/unless_absent.ts";
import {
  bodyOf,
  IMAGES,
  isThinned,
  publishedKey,
  type StageName,
  unbroken,
  valueOf,
} from "./_stages.ts";

/** What killed processes said, and left. */
export interface Left {
  readonly store: Store;
  /** The lines of each process so far. */
  readonly processes: readonly (readonly string[])[];
}

/** The words of the lines that begin so, without the first. */
function said(
  { processes }: Left,
  word: string,
): readonly (readonly string[])[] {
  return processes.flat().map((line) => line.split(" "))
    .filter(([first]) => first === word)
    .map(([, ...rest]) => rest);
}

/** The turns that somebody promised are done. */
export function doneTurns(left: Left): ReadonlySet<number> {
  return new Set(said(left, "done").map(([at]) => Number(at)));
}

/** Nobody computed what another had computed. */
function once(left: Left): void {
  const executed = said(left, "executed").map((words) => words.join(" "));
  assert.deepEqual(executed, [...new Set(executed)]);
}

/** The values of the entries of a kind. */
async function entriesOf({ store }: Left, kind: string) {
  const { entries } = await survey(store.root);
  return entries.filter(({ meta }) => meta?.kind === kind);
}

async function checkDownload(left: Left): Promise<void> {
  const files = join(left.store.root, "files");
  const whole = new Set<number>();
  for (const folder of await foldersIn(files)) {
    for (const name of await namesIn(join(files, folder))) {
      const [, at] = /^file-(\d+)$/.exec(name) ?? [];
      if (at === undefined) continue;
      // What is there under its own name is whole, promised or not.
      const bytes = await Deno.readFile(join(files, folder, name));
      assert.equal(sha256(bytes), sha256(bodyOf(Number(at))));
      whole.add(Number(at));
    }
  }
  assert.ok(doneTurns(left).isSubsetOf(whole), "a file is lost");
}

async function checkUnpack(left: Left): Promise<void> {
  const { root } = left.store;
  const { checked, damaged } = await verifyData(root, false);
  assert.deepEqual(damaged, []);
  assert.ok(checked >= doneTurns(left).size, "a dataset is lost");
}

async function checkDecode(left: Left): Promise<void> {
  once(left);
  const entries = await entriesOf(left, "input");
  assert.ok(entries.length >= doneTurns(left).size, "packed items are lost");
  assert.ok(new Set(entries.map(({ meta }) => meta?.outHash)).size <= 1);
  for (const { meta } of entries) {
    const [pixels] = meta?.files.filter(({ path }) => path === "pixels.bin") ??
      [];
    assert.equal(pixels?.size, IMAGES * 8 * 8 * 3);
  }
}

/**
 * Whoever goes on with an epoch begins where the one before had saved, at least.
 * Which process was first is told by the steps: lines of two are in no order.
 */
function checkNothingLost({ processes }: Left): void {
  const stretches = new Map<string, { from: number; saved: number }[]>();
  for (const lines of processes) {
    for (const line of lines) {
      const [word, at, node, step] = line.split(" ");
      const [name, count] = [`${at} ${node}`, Number(step)];
      const own = stretches.get(name) ?? [];
      if (word === "from") {
        stretches.set(name, [...own, { from: count, saved: count }]);
      }
      const last = own.at(-1);
      if (word === "saved" && last) last.saved = count;
    }
  }
  for (const [name, own] of stretches) {
    own.sort((a, b) => a.from - b.from || a.saved - b.saved);
    own.forEach(({ from }, at) => {
      const before = own[at - 1]?.saved ?? 0;
      assert.ok(from >= before, `${name} goes on from ${from} after ${before}`);
    });
  }
}

async function checkTraining(left: Left): Promise<void> {
  once(left);
  checkNothingLost(left);
  const values = new Set<string>();
  for (const { path } of await entriesOf(left, "epoch")) {
    const text = await Deno.readTextFile(join(path, "value.json"));
    values.add(JSON.parse(text));
  }
  for (const at of doneTurns(left)) {
    assert.ok(values.has(unbroken(at)), `training ${at} is lost`);
  }
}

async function checkCheckpoint(left: Left): Promise<void> {
  const key = hashOf(["checkpoint"]);
  const last = valueOf<number>(await left.store.readPartial(key)) ?? 0;
  const most = (word: string) =>
    Math.max(0, ...said(left, word).map(([number]) => Number(number)));
  assert.ok(last >= most("saved"), `${last} of ${most("saved")} saved`);
  assert.ok(last <= most("saving"), `${last} of ${most("saving")} begun`);
  const saved = said(left, "saved").map(([number]) => number);
  assert.deepEqual(saved, [...new Set(saved)], "saved by two at a time");
}

async function checkPublish(left: Left): Promise<void> {
  for (const at of doneTurns(left)) {
    if (isThinned(at)) continue;
    const entry = await left.store.find(publishedKey(at));
    assert.ok(entry, `entry ${at} is lost`);
    assert.equal(entry.meta.files.length, 3);
  }
}

async function checkModel({ store: { root } }: Left): Promise<void> {
  const folder = join(root, "models/pets");
  const names = await namesIn(folder);
  // Between the old and the new one there may be none for a moment.
  if (names.length === 0) return;
  assert.deepEqual(names, ["model.json", "vocabulary", "weights"]);
  const texts = names.map((name) => Deno.readTextFileSync(join(folder, name)));
  assert.equal(new Set(texts).size, 1, "half of two models");
}

function checkRecord(left: Left): Promise<void> {
  const { root } = left.store;
  const began = said(left, "began").map(([id]) => id);
  if (began.length === 0) return Promise.resolve();
  using database = new DatabaseSync(runsFile(root));
  assert.deepEqual(
    database.prepare("PRAGMA integrity_check").all().map((row) => ({ ...row })),
    [{ integrity_check: "ok" }],
  );
  using runs = RunStore.open(root);
  const kept = new Set(runs.list().map(({ id }) => id));
  assert.deepEqual(began.filter((id) => !kept.has(id ?? "")), []);
  return Promise.resolve();
}

async function checkPins(left: Left): Promise<void> {
  const path = join(left.store.root, "pins.json");
  const text = await unlessAbsent(Deno.readTextFile(path)) ?? "";
  if (text !== "") JSON.parse(text);
  const pins = filePins(path);
  for (const [url = ""] of said(left, "pinned")) {
    assert.equal(await pins.read(url), sha256(url));
  }
}

const CHECKS: Readonly<Record<StageName, (left: Left) => Promise<void>>> = {
  download: checkDownload,
  unpack: checkUnpack,
  decode: checkDecode,
  training: checkTraining,
  checkpoint: checkCheckpoint,
  publish: checkPublish,
  // Two inside would have ended with an error.
  lock: () => Promise.resolve(),
  model: checkModel,
  record: checkRecord,
  pins: checkPins,
  sweep: () => Promise.resolve(),
};

/** Nothing is torn, and no promise broken. */
export async function check(stage: StageName, left: Left): Promise<void> {
  const { root } = left.store;
  const { damaged } = await verifyStore(root, false);
  assert.deepEqual(damaged, []);
  await CHECKS[stage](left);
}
