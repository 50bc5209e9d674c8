/**
 * What a trained network learned, as a page and as sheets. Trains nothing and
 * stores no result.
 *
 * @module
 */
import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { insightUnwritable, nothingToSee } from "../../base/errors/insight.ts";
import { notTrained } from "../../base/errors/runs.ts";
import { openStore } from "../../base/store/store.ts";
import type { Insight } from "../../engine/insight/look_into.ts";
import { findTrained } from "../../engine/run/recall/recall.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import { lookedInto } from "../child/trainer_answer.ts";
import type { TrainerOutcome } from "../child/trainer_process.ts";
import { openPinning, savePins } from "../lock/lock_use.ts";
import { askTrainer } from "../run/ask_trainer.ts";
import { learnJobOf } from "../run/learn_job.ts";
import { inCaches } from "../data/in_caches.ts";
import { locate, type PipelineAddress } from "../address/locate.ts";
import {
  makeReady,
  type Ready,
  resultsRoot,
  type RunOptions,
} from "../run/ready.ts";
import { settle, type Settled } from "../run/settle.ts";
import { pngOf } from "./montage.ts";
import { insightPage } from "./page.ts";
import { seenPictures } from "./seen_pictures.ts";
import { sheetsOf } from "./sheets.ts";

/** What of a network is looked at, and where it is put. */
export interface InspectOptions extends Omit<RunOptions, "kill" | "emit"> {
  readonly emit: (event: InspectEvent) => void;
  readonly set: Insight["set"];
  /** Names of layers; the one that decides unless there are some. */
  readonly layers: readonly string[];
  /** Of each layer, at most. */
  readonly channels: number;
  /** Items that are looked at, at most. */
  readonly items: number;
  /** Items of which it is shown where the network looks, at most. */
  readonly cards: number;
  /** The page; below the store unless told. */
  readonly out?: string;
  /** A folder for the sheets; below the store unless told. */
  readonly sheets?: string;
  /** What to type to train the pipeline. */
  readonly training: string;
}

/** A layer that was looked at, without its pictures. */
export interface InspectedLayer {
  readonly layer: string;
  readonly shape: readonly number[];
  readonly channels: readonly number[];
}

/** What an inspection gave. */
interface Inspected {
  readonly file: string;
  readonly sheets: readonly string[];
  readonly layers: readonly InspectedLayer[];
  /** The layer that Grad-CAM looked at. */
  readonly cam: string;
}

/** How an inspection ended: its last event. */
export interface InspectEnd {
  readonly type: "inspect.end";
  readonly status: Settled<unknown>["status"];
  readonly file: string | null;
  readonly sheets: readonly string[];
  readonly layers: readonly InspectedLayer[];
  readonly cam: string | null;
  readonly seconds: number;
}

/** What an inspection tells. */
export type InspectEvent = RunEvent | InspectEnd;

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && (found.isDirectory() ? "folder" : "file");
}

/** @throws {PipelineError} before anything is done, where it cannot be written */
async function checkPlaces(
  { out, sheets }: Pick<InspectOptions, "out" | "sheets">,
): Promise<void> {
  if (out !== undefined && await kindOf(out) === "folder") {
    throw insightUnwritable(out, "--out", "it is a folder");
  }
  if (sheets !== undefined && await kindOf(sheets) === "file") {
    throw insightUnwritable(sheets, "--sheets", "it is a file");
  }
}

async function write(
  path: string,
  content: string | Uint8Array,
  option: "--out" | "--sheets",
): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw insightUnwritable(path, option, why);
  }
}

/** Draws what was seen, and puts it where it was asked for. */
async function keep(
  { spoken, slug }: PipelineAddress,
  insight: Insight,
  folder: string,
  { storeRoot, ...options }: InspectOptions,
): Promise<Inspected> {
  const {
    out = join(storeRoot, "reports", `${slug}-inspect.html`),
    sheets: place = join(storeRoot, "sheets", `${slug}-inspect`),
  } = options;
  const seen = await seenPictures(insight, folder);
  const page = await insightPage(spoken, seen, insight);
  const file = await write(out, page, "--out");
  const sheets: string[] = [];
  for (const { name, picture } of await sheetsOf(seen)) {
    const path = join(place, `${name}.png`);
    sheets.push(await write(path, await pngOf(picture), "--sheets"));
  }
  return {
    file,
    sheets,
    layers: insight.layers.map(({ layer, shape, channels }) => ({
      layer,
      shape,
      channels: channels.map(({ channel }) => channel),
    })),
    cam: insight.cam.layer,
  };
}

async function look(
  address: PipelineAddress,
  ready: Ready,
  options: InspectOptions & RunOptions,
): Promise<TrainerOutcome<Inspected>> {
  const { set, layers, channels, items, cards, storeRoot, training } = options;
  const { input, architecture } = ready.description;
  if (input.op === "features") {
    const why = "it reads columns of a table, and has no convolutions";
    throw nothingToSee(architecture.op, why);
  }
  const absent = () => notTrained("look into", address.spoken, training);
  const job = learnJobOf(ready, options);
  // To look for it takes no GPU, and decodes nothing.
  if (job && !await findTrained(job, () => {})) throw absent();
  const store = await openStore(resultsRoot(storeRoot, ready));
  return await store.withTemporary(
    "inspect",
    async (folder): Promise<TrainerOutcome<Inspected>> => {
      const type = "inspect" as const;
      const task = { type, set, layers, channels, items, cards, folder };
      const asked = { task, answer: lookedInto };
      const outcome = await askTrainer(address, ready, asked, options);
      if (outcome.type !== "done") return outcome;
      const { result } = outcome.result;
      if (result === null) throw absent();
      const kept = await keep(address, result, folder, options);
      return { type: "done", result: kept };
    },
  );
}

/**
 * Looks into the trained network of a pipeline. Never throws: its last event,
 * which it also answers with, says how it went.
 *
 * @param spoken name or path of the pipeline, either with `#export`
 */
export async function inspectPipeline(
  spoken: string,
  options: InspectOptions,
): Promise<InspectEnd> {
  const { emit, signal, storeRoot } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle(async () => {
    await checkPlaces(options);
    const address = await locate(spoken);
    const pinning = await openPinning(address.file, "pin");
    const run = { ...options, kill: signal, pinning };
    return await inCaches(storeRoot, emit, async () => {
      const ready = await makeReady(address, run);
      await savePins(pinning, "pin", emit);
      return await look(address, ready, run);
    });
  }, { emit, signal, kill: signal });
  const end: InspectEnd = {
    type: "inspect.end",
    status,
    ...result ?? { file: null, sheets: [], layers: [], cam: null },
    seconds,
  };
  emit(end);
  return end;
}
