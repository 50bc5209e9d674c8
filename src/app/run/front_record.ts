import type { Store } from "../../base/store/store.ts";
import { hashOf } from "../../base/codec/sha256.ts";
import type { Outputs } from "../../flow/events/event.ts";
import { type Front, frontHashes } from "../../flow/graph/front.ts";
import { FRONT } from "./front_states.ts";

/** Raise when what is recorded changes. */
const VERSION = 1;

const frontKey = (name: string, hash: string) => hashOf([name, VERSION, hash]);

/** The keys under which the steps of a run are remembered, by what it gave. */
export function frontKeys(outputs: Outputs): readonly string[] {
  return FRONT.flatMap((name) => {
    const hash = outputs[name];
    return hash === undefined ? [] : [frontKey(name, hash)];
  });
}

/** The steps in front that gave what is recorded. */
export async function recordedFront(
  store: Store,
  front: Front,
): Promise<ReadonlySet<string>> {
  const recorded = new Set<string>();
  for (const [name, hash] of Object.entries(frontHashes(front))) {
    if (await store.find(frontKey(name, hash))) recorded.add(name);
  }
  return recorded;
}

/**
 * Remembers what listing, labelling and splitting gave. These steps are cheap
 * and always run again; they count as reused when they gave what is recorded.
 */
export async function recordFront(
  store: Store,
  front: Front,
): Promise<{ executed: readonly string[]; reused: readonly string[] }> {
  const executed: string[] = [];
  const reused: string[] = [];
  for (const [name, hash] of Object.entries(frontHashes(front))) {
    const key = frontKey(name, hash);
    if (await store.find(key)) {
      reused.push(name);
      continue;
    }
    executed.push(name);
    await store.publish(
      key,
      { kind: name, version: VERSION, inputs: { content: hash } },
      async (folder) => {
        await Deno.writeTextFile(`${folder}/hash.json`, JSON.stringify(hash));
      },
    );
  }
  return { executed, reused };
}
