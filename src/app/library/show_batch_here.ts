import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { showItems } from "../../engine/inspect/show_items.ts";
import type { LabelValue } from "../../flow/kinds/targets.ts";
import type { Pipeline } from "../../flow/pipeline/pipeline.ts";
import { drawSheet, SHEET_FILE } from "../look/sheet.ts";
import { labelText } from "../look/label_text.ts";
import { batchOf, type ShownBatch } from "../notebook/batch.ts";
import { inCachesHere, jobHere } from "./job_here.ts";
import type { ShowBatchOptions } from "./show_batch_options.ts";

/** What {@linkcode showBatch} does once it is called. */
export function showBatchHere<Item, Value extends LabelValue, In, Weights>(
  pipeline: Pipeline<Item, Value, In, Weights>,
  options: ShowBatchOptions,
): Promise<ShownBatch> {
  const { set = "train", count = 9, columns = 3, epoch = 1 } = options;
  return inCachesHere(options, async () => {
    const { job, emit, signal } = await jobHere(pipeline, options);
    return await job.store.withTemporary("show", async (folder) => {
      const task = { set, count, epoch, folder };
      const shown = await showItems(job, task, { emit, signal });
      const { items, pictures } = shown;
      if (pictures.length === 0) return batchOf(shown, new Uint8Array());
      const files = new Map(
        job.front.items.map(({ id, file }) => [id, file?.absolute ?? null]),
      );
      await drawSheet({
        title: set === "train" ? `train, epoch ${epoch}` : set,
        folder,
        columns,
        pictures,
        cells: items.map(({ id, label }) => ({
          lines: [labelText(label), id],
          file: files.get(id) ?? null,
        })),
      });
      const png = await readFile(join(folder, SHEET_FILE));
      return batchOf(shown, new Uint8Array(png));
    });
  });
}
