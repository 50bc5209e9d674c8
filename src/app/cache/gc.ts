import { discard, discardLocks, isLocked } from "../../base/store/sweep.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { type Content, storeContents } from "./contents.ts";
import { dataContents } from "./data_contents.ts";
import { planSweep, type Roots, type Swept } from "./plan_sweep.ts";
import { recordedRuns } from "./recorded_runs.ts";
import { ownersOf, rootsOf } from "./roots.ts";
import { storesIn, whileUnused } from "./stores.ts";

/** What a collection is told. */
export interface GcOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly keepDays: number;
  /** What each cache may hold in all. */
  readonly maxBytes?: number;
  /** Whether it is removed, or only told. */
  readonly remove: boolean;
}

/** What was, or would be, removed from a cache. */
export interface Collected {
  readonly root: string;
  readonly swept: readonly Swept<Content>[];
  /** What the cache held before. */
  readonly bytes: number;
  readonly removed: boolean;
}

const NOTHING: Roots = {
  latest: new Set(),
  recent: new Set(),
  passed: new Set(),
};

/**
 * Collects the results of a store that no run needs: those of the latest run of
 * each pipeline stay, those of young runs, and what was used lately.
 *
 * @throws {PipelineError} when the record of runs cannot be read; to remove,
 * also when the store is used at this moment or cannot be written
 */
export async function collectStore(
  root: string,
  options: GcOptions,
): Promise<Collected> {
  const stores = await storesIn(root);
  return await exclusively(stores, options, async () => {
    const runs = await recordedRuns(root);
    const contents = await storeContents(stores, ownersOf(runs));
    const { passed, ...roots } = rootsOf(runs, options);
    // Runs that nobody recorded may have ended there.
    const parents = contents.filter(({ hasOffspring }) => hasOffspring);
    const collected = await collect(root, contents, {
      ...options,
      roots: {
        ...roots,
        passed: passed.difference(new Set(parents.map(({ key }) => key))),
      },
    });
    if (!options.remove) return collected;
    const gone = new Set(collected.swept.map(({ path }) => path));
    const left = contents.filter(({ path }) => !gone.has(path));
    for (const store of stores) {
      const held = left.filter((each) => each.store === store);
      await discardLocks(store, new Set(held.map(({ key }) => key)));
    }
    return collected;
  });
}

/**
 * Collects what was fetched and drawn for pipelines and not used for some days.
 * All of it can be had again, as long as it stands at its address.
 *
 * @throws {PipelineError} to remove, when the cache is used at this moment or
 * cannot be written
 */
export async function collectData(
  root: string,
  options: GcOptions,
): Promise<Collected> {
  return await exclusively(
    [root],
    options,
    async () =>
      await collect(root, await dataContents(root), {
        ...options,
        roots: NOTHING,
      }),
  );
}

async function collect(
  root: string,
  contents: readonly Content[],
  { roots, remove, ...rules }: GcOptions & { readonly roots: Roots },
): Promise<Collected> {
  const bytes = contents.reduce((sum, each) => sum + each.bytes, 0);
  const sweepable = contents.filter((each) => each.sweepable);
  const fixedBytes = bytes -
    sweepable.reduce((sum, each) => sum + each.bytes, 0);
  const swept: Swept<Content>[] = [];
  for (const each of planSweep(sweepable, roots, { ...rules, fixedBytes })) {
    // Whoever holds it is about to read or to make it.
    const { store = root, lock } = each;
    if (lock === undefined || !await isLocked(store, lock)) swept.push(each);
  }
  const stores = Map.groupBy(swept, ({ store = root }) => store);
  for (const [store, some] of remove ? stores : []) {
    await discard(store, some.map(({ path }) => path));
  }
  return { root, swept, bytes, removed: remove };
}

/** Alone, where something is removed: what is in use is not waited for. */
async function exclusively(
  stores: readonly string[],
  { remove }: GcOptions,
  run: () => Promise<Collected>,
): Promise<Collected> {
  // A cache that is not there holds nothing, and is not made to say so.
  const there = await unlessAbsent(Deno.stat(stores[0] ?? ""));
  if (!remove || there === undefined) return await run();
  return await whileUnused(stores, run);
}
