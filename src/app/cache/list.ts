import { type Content, storeContents } from "./contents.ts";
import { dataRoots } from "../data/data_roots.ts";
import { dataContents } from "./data_contents.ts";
import { recordedRuns } from "./recorded_runs.ts";
import { ownersOf } from "./roots.ts";
import { storesIn } from "./stores.ts";

/** How much there is of something. */
export interface Amount {
  readonly name: string;
  readonly count: number;
  readonly bytes: number;
  /** When any of it was last used, in milliseconds since 1970. */
  readonly used: number;
}

/** What caches hold. */
export interface Listed {
  /** The folder of results and models. */
  readonly store: string;
  /** The folders of datasets, weights and drivers. */
  readonly data: readonly string[];
  readonly contents: readonly Content[];
}

/** Looks at a store, and at what was fetched for all pipelines. */
export async function listCaches(store: string): Promise<Listed> {
  const owners = ownersOf(await recordedRuns(store));
  const data = dataRoots();
  const stores = await storesIn(store);
  const contents = [...await storeContents(stores, owners)];
  for (const root of data) contents.push(...await dataContents(root));
  return { store, data, contents };
}

/** Sums things up by a name, or several, the largest first. */
export function amountsBy(
  contents: readonly Content[],
  namesOf: (content: Content) => readonly string[],
): readonly Amount[] {
  const amounts = new Map<string, Amount>();
  for (const content of contents) {
    for (const name of namesOf(content)) {
      const { count, bytes, used } = amounts.get(name) ??
        { count: 0, bytes: 0, used: 0 };
      amounts.set(name, {
        name,
        count: count + 1,
        bytes: bytes + content.bytes,
        used: Math.max(used, content.used),
      });
    }
  }
  return [...amounts.values()].sort((a, b) => b.bytes - a.bytes);
}
