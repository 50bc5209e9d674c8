import { join } from "node:path";
import {
  foldersIn,
  type Holding,
  holdingAt,
  survey,
} from "../../base/store/survey.ts";
import type { Owners } from "./roots.ts";
import type { Sweepable } from "./plan_sweep.ts";

/** One thing in a cache: a result, a dataset, a model for people. */
export interface Content extends Holding, Sweepable {
  /** What it is: the kind of its node, or `"dataset"`, `"partial"`, …. */
  readonly kind: string;
  /** The pipelines that are known to have it. */
  readonly pipelines: readonly string[];
  /** Whether a sweep may remove it. */
  readonly sweepable: boolean;
  /** Whether something that is stored was made of it. */
  readonly hasOffspring?: boolean;
  /** The lock that is held by whoever makes it, if there is one. */
  readonly lock?: string;
  /** The folder of the store that it is in; of what was fetched, none. */
  readonly store?: string;
}

/** What stands beside the results of a store. */
const BESIDE: readonly (readonly [name: string, kind: string])[] = [
  ["runs", "record"],
  ["runs.sqlite", "record"],
  ["runs.sqlite-journal", "record"],
  ["tmp", "temporary"],
  ["verified", "verified"],
];

/** All that the stores of a cache hold, by path. */
export async function storeContents(
  stores: readonly string[],
  owners: Owners,
): Promise<readonly Content[]> {
  const contents: Content[] = [];
  for (const store of stores) {
    const held = await contentsOf(store, owners);
    contents.push(...held.map((each) => ({ ...each, store })));
  }
  return contents;
}

async function contentsOf(
  root: string,
  owners: Owners,
): Promise<readonly Content[]> {
  const { entries, partials } = await survey(root);
  const there = new Set(entries.map(({ key }) => key));
  const parents = new Set(
    entries.flatMap(({ meta }) => Object.values(meta?.inputs ?? {})),
  );
  const pipelines = (key: string) => [...owners.get(key) ?? []].sort();
  return [
    ...entries.map(({ meta, ...held }) => ({
      ...held,
      kind: meta?.kind ?? "broken",
      pipelines: pipelines(held.key),
      sweepable: true,
      lock: held.key,
      hasOffspring: meta !== undefined && parents.has(meta.outHash),
    })),
    ...partials.map((held) => ({
      ...held,
      kind: "partial",
      pipelines: pipelines(held.key),
      sweepable: true,
      lock: held.key,
      ...there.has(held.key) ? { useless: "its epoch is finished" } : {},
    })),
    ...await placedModels(root),
    ...await heldIn(root, BESIDE),
  ];
}

async function placedModels(root: string): Promise<readonly Content[]> {
  const names = await foldersIn(join(root, "models"));
  const models = await heldIn(
    root,
    names.map((slug) => [`models/${slug}`, "placed"] as const),
  );
  return models.map((held, at) => ({ ...held, pipelines: [names[at] ?? ""] }));
}

/** What of some names is there; none of it is ever swept. */
export async function heldIn(
  root: string,
  names: readonly (readonly [name: string, kind: string])[],
): Promise<readonly Content[]> {
  const contents: Content[] = [];
  for (const [key, kind] of names) {
    const held = await holdingAt(join(root, key));
    if (held === undefined || held.bytes === 0) continue;
    contents.push({ ...held, key, kind, pipelines: [], sweepable: false });
  }
  return contents;
}
