import { join } from "node:path";
import { z } from "zod";
import { Sha256 } from "../../base/codec/file_record.ts";
import { foldersIn } from "../../base/store/survey.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { FAMILIARITY_FILES } from "../../engine/model/familiarity_file.ts";
import type { Roots } from "./plan_sweep.ts";

/** A run, as far as it says what of a cache is needed. */
export interface RecordedRun {
  /** The name of the pipeline's folders. */
  readonly slug: string;
  /** When it began, in milliseconds since 1970. */
  readonly start: number;
  /** Whether it came to its end, and gave a model. */
  readonly succeeded: boolean;
  /** Of all its nodes that are needed again. */
  readonly keys: readonly string[];
  /** Of epochs that it only passed. */
  readonly passing: readonly string[];
}

/** Which pipelines have a key, by key: names of folders. */
export type Owners = ReadonlyMap<string, ReadonlySet<string>>;

const DAY_MS = 24 * 3_600_000;

/**
 * What a run has that a later one may need: of one that did not succeed, what it
 * was about to go on from; where a later run of its pipeline got there, nothing.
 */
function neededOf(
  { slug, start, succeeded, keys }: RecordedRun,
  runs: readonly RecordedRun[],
): readonly string[] {
  if (succeeded) return keys;
  const later = runs.filter((run) =>
    run.succeeded && run.slug === slug && run.start > start
  );
  const reached = new Set(
    later.flatMap(({ keys, passing }) => [...keys, ...passing]),
  );
  return keys.filter((key) => !reached.has(key));
}

/**
 * What of a cache is needed: all that the latest run has that succeeded, of each
 * pipeline, and all that runs have that began within `keepDays`.
 */
export function rootsOf(
  runs: readonly RecordedRun[],
  { now, keepDays }: { readonly now: number; readonly keepDays: number },
): Roots {
  const best = new Map<string, RecordedRun>();
  for (const run of runs) {
    const before = best.get(run.slug);
    if (!run.succeeded || (before && before.start > run.start)) continue;
    best.set(run.slug, run);
  }
  const young = runs.filter(({ start }) => now - start < keepDays * DAY_MS);
  const latest = new Set([...best.values()].flatMap(({ keys }) => keys));
  const recent = new Set(young.flatMap((run) => neededOf(run, runs)));
  const passed = runs.flatMap(({ passing }) => passing)
    .filter((key) => !latest.has(key) && !recent.has(key));
  return { latest, recent, passed: new Set(passed) };
}

/** Which pipelines have the keys of some runs. */
export function ownersOf(runs: readonly RecordedRun[]): Owners {
  const owners = new Map<string, Set<string>>();
  for (const { slug, keys, passing } of runs) {
    for (const key of [...keys, ...passing]) {
      const names = owners.get(key) ?? new Set();
      owners.set(key, names.add(slug));
    }
  }
  return owners;
}

const modelFile = z.looseObject({ keys: z.record(z.string(), Sha256) });

/**
 * What the models that stand for people were made of, as if by runs: they may
 * be older than the record of runs.
 */
export async function runsOfModels(
  storeRoot: string,
): Promise<readonly RecordedRun[]> {
  const runs: RecordedRun[] = [];
  const models = join(storeRoot, "models");
  for (const slug of await foldersIn(models)) {
    const texts = await Promise.all(
      ["model.json", FAMILIARITY_FILES[0]].map((file) =>
        unlessAbsent(Deno.readTextFile(join(models, slug, file)))
      ),
    );
    const keys = texts.flatMap((text) =>
      text === undefined ? [] : keysIn(text)
    );
    if (keys.length === 0) continue;
    runs.push({ slug, start: 0, succeeded: true, keys, passing: [] });
  }
  return runs;
}

function keysIn(text: string): readonly string[] {
  try {
    const { data } = modelFile.safeParse(JSON.parse(text));
    return Object.values(data?.keys ?? {});
  } catch {
    // Somebody's own file: nothing says what it was made of.
    return [];
  }
}
