import { join } from "node:path";
import { parseDatasetManifest } from "../../base/codec/dataset_manifest.ts";
import { sha256File } from "../../base/codec/sha256.ts";
import { checkEntry, checkPartial } from "../../base/store/check.ts";
import {
  foldersIn,
  holdingAt,
  type Survey,
  survey,
} from "../../base/store/survey.ts";
import { discard } from "../../base/store/sweep.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { RUN_LOG } from "../../flow/scheduler/scheduler.ts";
import { checkModels } from "./check_models.ts";
import type { Damage } from "./damage.ts";
import { recordedRuns } from "./recorded_runs.ts";
import { storesIn, whileUnused } from "./stores.ts";

/** What was read, and what of it is damaged. */
type Found = Pick<Verified, "checked" | "damaged">;

/** What a verification found. */
export interface Verified {
  readonly root: string;
  /** How many things were read to their last byte. */
  readonly checked: number;
  readonly damaged: readonly Damage[];
  /** Whether what is damaged was taken out. */
  readonly repaired: boolean;
}

/**
 * Reads every file of every result of a store, of unfinished epochs and of the
 * models that stand for people, and holds it against what was written.
 *
 * @param repair takes out what is damaged: the next run makes it anew
 * @throws {PipelineError} when the record of runs cannot be read; to repair, also
 * when the store is used at this moment or cannot be written
 */
export async function verifyStore(
  root: string,
  repair: boolean,
): Promise<Verified> {
  // Throws where it cannot be read; it is too dear to be taken out.
  await recordedRuns(root);
  const [, ...others] = await storesIn(root);
  return await repaired([root, ...others], repair, async () => {
    const held = await survey(root);
    let { checked, damaged } = await checkResults(root, held);
    // By the results of this store alone: whoever may write to another one
    // could put something in the place of what a model was made of.
    const models = await checkModels(root, held.entries);
    checked += models.checked;
    damaged = [...damaged, ...models.damaged];
    for (const store of others) {
      const more = await checkResults(store, await survey(store));
      checked += more.checked;
      damaged = [...damaged, ...more.damaged];
    }
    return { checked, damaged };
  });
}

/** Reads all that a survey of a store found. */
async function checkResults(
  root: string,
  { entries, partials, strangers }: Survey,
): Promise<Found> {
  const damaged: Damage[] = strangers.map((path) => ({
    path,
    kind: "unknown",
    facts: ["it does not belong there"],
  }));
  for (const { path, meta } of entries) {
    const facts = await checkEntry(path, [RUN_LOG]);
    const kind = meta?.kind ?? "broken";
    if (await isDamage(path, facts)) damaged.push({ path, kind, facts });
  }
  for (const { path, key } of partials) {
    const facts = await checkPartial(root, key);
    if (await isDamage(path, facts)) {
      damaged.push({ path, kind: "partial", facts });
    }
  }
  return { checked: entries.length + partials.length, damaged };
}

/** The same for datasets that were fetched: their files against their list. */
export async function verifyData(
  root: string,
  repair: boolean,
): Promise<Verified> {
  return await repaired([root], repair, async () => {
    const damaged: Damage[] = [];
    const names = await foldersIn(join(root, "datasets"));
    for (const name of names) {
      const path = join(root, "datasets", name);
      const facts = await checkDataset(path);
      if (await isDamage(path, facts)) {
        damaged.push({ path, kind: "dataset", facts });
      }
    }
    return { checked: names.length, damaged };
  });
}

async function checkDataset(folder: string): Promise<readonly string[]> {
  const path = join(folder, "manifest.json");
  const text = await unlessAbsent(Deno.readTextFile(path));
  const manifest = text === undefined ? undefined : parseDatasetManifest(text);
  if (manifest === undefined) return ['"manifest.json" is missing or broken'];
  const facts: string[] = [];
  for (const { path, sha256 } of manifest.files) {
    const hash = await unlessAbsent(sha256File(join(folder, "files", path)));
    if (hash === undefined) facts.push(`"files/${path}" is missing`);
    else if (hash !== sha256) facts.push(`"files/${path}" has changed`);
  }
  return facts;
}

/** What another process removed meanwhile, as checkpoints are, is no damage. */
async function isDamage(
  path: string,
  facts: readonly string[],
): Promise<boolean> {
  return facts.length > 0 && await holdingAt(path) !== undefined;
}

/**
 * Takes out what is found, if that is wanted: then nobody may read it, nor put
 * something whole in its place meanwhile.
 */
async function repaired(
  stores: readonly [root: string, ...others: string[]],
  repair: boolean,
  find: () => Promise<Found>,
): Promise<Verified> {
  const [root] = stores;
  // A cache that is not there is not made to be looked at.
  const there = await unlessAbsent(Deno.stat(root));
  if (!repair || there === undefined) {
    return { root, ...await find(), repaired: false };
  }
  return await whileUnused(stores, async () => {
    const found = await find();
    await discard(root, found.damaged.map(({ path }) => path));
    return { root, ...found, repaired: true };
  });
}
