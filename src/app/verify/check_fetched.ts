import { sha256File } from "../../base/codec/sha256.ts";
import { fetchedChanged } from "../../base/errors/verify.ts";
import type { ListedItem } from "../../flow/stage/source.ts";

/** Files hashed at the same time. */
const IN_FLIGHT = 8;

/**
 * Reads every file that items are made of: those of a cache were hashed when
 * they were fetched, and may have changed since.
 *
 * @throws {PipelineError} naming a file whose bytes are others
 */
export async function checkFetched(
  items: readonly ListedItem[],
  signal: AbortSignal,
): Promise<void> {
  const files = items.flatMap(({ file }) => file ?? []);
  for (let at = 0; at < files.length; at += IN_FLIGHT) {
    signal.throwIfAborted();
    await Promise.all(
      files.slice(at, at + IN_FLIGHT).map(async ({ absolute, sha256 }) => {
        if (await sha256File(absolute) !== sha256) {
          throw fetchedChanged(absolute);
        }
      }),
    );
  }
}
