import { readFile } from "node:fs/promises";
import { imageLook } from "../../base/codec/image_look.ts";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { fileUnreadable } from "../../base/errors/unreadable.ts";
import type { Look } from "../../flow/audit/looks.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { ListedItem } from "../../flow/stage/source.ts";
import { IN_FLIGHT } from "../data/pack.ts";
import type { LearnOptions } from "../run/job/job.ts";
import { throttled } from "../run/job/throttle.ts";

/** What pictures look like, and which cannot be read. */
export interface LookedAt {
  readonly looks: readonly Look[];
  readonly unreadable: readonly {
    readonly item: string;
    readonly why: string;
  }[];
}

/** @throws {PipelineError} when the file is gone or no whole picture */
async function lookOf(id: string, absolute: string): Promise<Look> {
  const bytes = await readFile(absolute).catch((cause) => {
    throw fileUnreadable(id, cause);
  });
  const { thumb, hash, width, height } = await imageLook(
    new Uint8Array(bytes),
    id,
  );
  return { id, width, height, hash, thumb: [...thumb] };
}

/**
 * Decodes all pictures of a front, some at a time.
 *
 * @throws {Interrupted} when the signal stopped it
 */
export async function lookAtFiles(
  { items }: Pick<Front, "items">,
  { emit, signal }: Pick<LearnOptions, "emit" | "signal">,
): Promise<LookedAt> {
  const files = items.filter(({ file }) => file);
  const looks: Look[] = [];
  const unreadable: { item: string; why: string }[] = [];
  const total = files.length;
  const tell = throttled(
    total,
    (done) => emit({ type: "progress", node: "input", done, total }),
  );
  const left = files.values();
  const lane = async () => {
    for (const { id, file } of left as Iterable<ListedItem>) {
      if (signal.aborted) throw new Interrupted();
      try {
        looks.push(await lookOf(id, file?.absolute ?? ""));
      } catch (error) {
        if (!(error instanceof PipelineError)) throw error;
        unreadable.push({ item: id, why: error.message });
      }
      tell(looks.length + unreadable.length);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return {
    looks: looks.sort((a, b) => a.id < b.id ? -1 : 1),
    unreadable: unreadable.sort((a, b) => a.item < b.item ? -1 : 1),
  };
}
