/**
 * Items after each stage: a sheet of pictures, or a table of rows.
 *
 * @module
 */
import { join } from "node:path";
import { figureUnwritable } from "../../base/errors/command.ts";
import { openStore } from "../../base/store/store.ts";
import type { Shown, ShownItem } from "../../engine/inspect/show_items.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import { drew, shown } from "../child/trainer_answer.ts";
import { runTrainer, type TrainerOutcome } from "../child/trainer_process.ts";
import { openPinning, savePins } from "../lock/lock_use.ts";
import { askTrainer } from "../run/ask_trainer.ts";
import { inCaches } from "../data/in_caches.ts";
import { locate, type PipelineAddress } from "../address/locate.ts";
import {
  makeReady,
  type Ready,
  resultsRoot,
  type RunOptions,
  trainerJobOf,
} from "../run/ready.ts";
import { settle, type Settled } from "../run/settle.ts";
import { besideSheet, keep, type OfPage } from "./beside_sheet.ts";
import { labelText } from "./label_text.ts";

/** What of a pipeline is shown. */
export interface ShowOptions extends Omit<RunOptions, "kill" | "emit"> {
  readonly emit: (event: ShowEvent) => void;
  readonly set: Shown["set"];
  readonly rows: number;
  readonly columns: number;
  /** Of all epochs of a run, counted from 1. */
  readonly epoch: number;
  /** That of the schedule unless told. */
  readonly seed?: number;
  /** Where the sheet goes; below the store unless told. */
  readonly out?: string;
  /** Makes a page of what was read, which goes beside the sheet. */
  readonly page?: (of: OfPage) => Promise<string>;
}

/** How a look ended: its last event. */
export interface ShowEnd {
  readonly type: "show.end";
  readonly status: Settled<unknown>["status"];
  readonly set: Shown["set"];
  readonly epoch: number;
  readonly seed: number | null;
  readonly items: readonly ShownItem[];
  /** Where the sheet is; null where items are no pictures. */
  readonly sheet: string | null;
  /** A page of the same; null where there is no sheet. */
  readonly page: string | null;
  readonly seconds: number;
}

/** What a look tells. */
export type ShowEvent = RunEvent | ShowEnd;

/** What was shown, and where. */
type Look = Shown & Pick<ShowEnd, "sheet" | "page">;

function titleOf(
  { spoken }: PipelineAddress,
  { set, epoch, seed }: Pick<Shown, "set" | "epoch" | "seed">,
): string {
  const when = set === "train" ? `train, epoch ${epoch}, seed ${seed}` : set;
  return `${spoken}: ${when}`;
}

/** Draws the sheet of what was read, with nothing of the pipeline's own. */
async function draw(
  address: PipelineAddress,
  ready: Ready,
  { items, pictures, set, epoch, seed }: Shown,
  folder: string,
  options: ShowOptions & RunOptions,
): Promise<TrainerOutcome<null>> {
  const { own: _code, ...job } = trainerJobOf(address, ready, options);
  const files = new Map(
    ready.front.items.map(({ id, file }) => [id, file?.absolute ?? null]),
  );
  const sheet = {
    title: titleOf(address, { set, epoch, seed }),
    folder,
    columns: options.columns,
    pictures,
    cells: items.map(({ id, label }) => ({
      lines: [`${labelText(label)} (${set})`, id],
      file: files.get(id) ?? null,
    })),
  };
  return await runTrainer({ ...job, task: { type: "sheet", sheet } }, drew, {
    ...options,
    admission: ready.admission,
    driver: undefined, // nothing is computed
  });
}

/** @throws {PipelineError} before anything is done, where a folder is */
async function checkOut(out: string): Promise<void> {
  const found = await Deno.stat(out).catch(() => undefined);
  if (found?.isDirectory) throw figureUnwritable(out, "it is a folder");
}

async function look(
  address: PipelineAddress,
  ready: Ready,
  options: ShowOptions & RunOptions,
): Promise<TrainerOutcome<Look>> {
  const { set, rows, columns, epoch, seed, out, storeRoot } = options;
  const store = await openStore(resultsRoot(storeRoot, ready));
  return await store.withTemporary(
    "show",
    async (folder): Promise<TrainerOutcome<Look>> => {
      const task = {
        type: "show",
        set,
        count: rows * columns,
        epoch,
        ...seed === undefined ? {} : { seed },
        folder,
      } as const;
      const asked = { task, answer: shown };
      const outcome = await askTrainer(address, ready, asked, options);
      if (outcome.type !== "done") return outcome;
      const { result } = outcome.result;
      if (result.pictures.length === 0) {
        return { type: "done", result: { ...result, sheet: null, page: null } };
      }
      const drawn = await draw(address, ready, result, folder, options);
      if (drawn.type !== "done") return drawn;
      const sheet = out ?? join(storeRoot, "sheets", `${address.slug}.png`);
      await keep(join(folder, "sheet.png"), sheet);
      const title = titleOf(address, result);
      const page = options.page
        ? await besideSheet(sheet, options.page, {
          title,
          folder,
          shown: result,
          front: ready.front,
        })
        : null;
      return { type: "done", result: { ...result, sheet, page } };
    },
  );
}

/**
 * Shows items of a pipeline after each stage. Never throws: its last event,
 * which it also answers with, says how it went.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 */
export async function showPipeline(
  spoken: string,
  options: ShowOptions,
): Promise<ShowEnd> {
  const { emit, signal, storeRoot } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle(async () => {
    if (options.out !== undefined) await checkOut(options.out);
    const address = await locate(spoken);
    const pinning = await openPinning(address.file, "pin");
    const run = {
      ...options,
      kill: signal,
      pinning,
    };
    return await inCaches(storeRoot, emit, async () => {
      const ready = await makeReady(address, run);
      await savePins(pinning, "pin", emit);
      return await look(address, ready, run);
    });
  }, { emit, signal, kill: signal });
  const end: ShowEnd = {
    type: "show.end",
    status,
    set: options.set,
    epoch: options.epoch,
    seed: result?.seed ?? null,
    items: result?.items ?? [],
    sheet: result?.sheet ?? null,
    page: result?.page ?? null,
    seconds,
  };
  emit(end);
  return end;
}
