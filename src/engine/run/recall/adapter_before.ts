import type { AdapterRecord } from "../../../flow/events/event.ts";
import type { Course } from "../../../flow/graph/course.ts";
import type { Scheduler } from "../../../flow/scheduler/scheduler.ts";
import type { Store } from "../../../base/store/store.ts";
import { adapterOf } from "./recall.ts";
import { trainingAhead } from "./training_ahead.ts";

/** The file beside a state saved within an epoch that says what computed it. */
const ADAPTER = "adapter.json";

/** The file of an adapter beside a saved state, as what goes on from it reads it. */
export function adapterFile(
  adapter: AdapterRecord | null,
): readonly [name: string, bytes: Uint8Array] {
  return [ADAPTER, new TextEncoder().encode(JSON.stringify(adapter ?? {}))];
}

function adapterIn(files: ReadonlyMap<string, Uint8Array> | undefined) {
  const bytes = files?.get(ADAPTER);
  if (bytes === undefined) return undefined;
  // Written above, and held against its hash where it is read.
  return JSON.parse(new TextDecoder().decode(bytes)) as AdapterRecord;
}

/**
 * The adapter that computed what a training goes on from, if it goes on: the rest
 * is to have the same forms of kernels, whatever was measured since, or no other
 * run would give the same.
 */
export async function adapterBefore(
  course: Course,
  { scheduler, store }: {
    readonly scheduler: Scheduler;
    readonly store: Store;
  },
): Promise<AdapterRecord | undefined> {
  const { running: [next], stored } = await trainingAhead(course, scheduler);
  if (next === undefined) return undefined;
  const { key } = await scheduler.trace(next);
  const partial = key === null ? undefined : await store.readPartial(key);
  return adapterIn(partial) ?? (stored && adapterOf(stored)) ?? undefined;
}
