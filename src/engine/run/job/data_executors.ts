import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../../../base/codec/sha256.ts";
import { outputHash } from "../../../base/store/entry.ts";
import type { Json } from "../../../flow/kinds/json.ts";
import { type Front, itemsOf } from "../../../flow/graph/front.ts";
import type { PipelineStages } from "../../../flow/pipeline/stages.ts";
import type { Entry } from "../../../base/store/store.ts";
import type { Executor } from "../../../flow/scheduler/scheduler.ts";
import { type PackIndex, packItems } from "../../data/pack.ts";
import type { LearnOptions } from "./job.ts";
import { throttled } from "./throttle.ts";

const STATISTICS = "statistics.json";
const INDEX = "index.json";

/** What the input learned from the training set. */
async function statisticsOf(entry: Entry): Promise<Json> {
  return await entry.readJson(STATISTICS) as Json;
}

/** Which items were packed, and which could not be read. */
export async function packIndexOf(entry: Entry): Promise<PackIndex> {
  return await entry.readJson(INDEX) as PackIndex;
}

/** What of a job turns items into arrays. */
export interface DataJob {
  readonly stages: Pick<PipelineStages, "input">;
  readonly front: Front;
}

/** The file that holds what the input learns from a job's training set. */
function statisticsText({ stages, front }: DataJob): string {
  const training = itemsOf(front, front.sets.train);
  const { behaviour } = stages.input;
  return JSON.stringify(behaviour.fit(training.map(({ item }) => item)));
}

/** The output hash that the statistics of a job have once they are stored. */
export function statisticsHash(job: DataJob): string {
  const bytes = new TextEncoder().encode(statisticsText(job));
  return outputHash([
    { path: STATISTICS, size: bytes.length, sha256: sha256(bytes) },
  ]);
}

/** Executors of the nodes that turn items into arrays. */
export function dataExecutors(
  job: DataJob,
  { emit, signal }: LearnOptions,
): Readonly<Record<"statistics" | "input", Executor>> {
  const { stages, front } = job;
  const { behaviour } = stages.input;
  return {
    statistics: async ({ folder }) => {
      await writeFile(join(folder, STATISTICS), statisticsText(job));
    },
    input: async ({ node, inputs, folder }) => {
      const { statistics } = inputs;
      if (!statistics) throw new TypeError("No statistics for the input");
      const encoder = behaviour.encoder(await statisticsOf(statistics));
      const total = front.items.length;
      const onProgress = throttled(
        total,
        (done) => emit({ type: "progress", node: node.name, done, total }),
      );
      await packItems(encoder, front.items, folder, { onProgress, signal });
    },
  };
}
