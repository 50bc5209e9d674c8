/**
 * The process that trains: it reads datasets and the cache, writes results,
 * and owns the GPU. Without network. One JSON job comes in on standard input,
 * events go out on standard output; a line after it asks to see the batch, or
 * to stop; so does the end of the input.
 *
 * @module
 */
import "./ignore_interrupts.ts";
import { createInterface } from "node:readline";
import process from "node:process";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { openStore } from "../../base/store/store.ts";
import type { LearnJob, LearnOptions } from "../../engine/run/job/job.ts";
import { learn } from "../../engine/run/learn.ts";
import { lookInto } from "../../engine/insight/look_into.ts";
import { lookAtFiles } from "../../engine/inspect/look_at_files.ts";
import { showItems } from "../../engine/inspect/show_items.ts";
import { summarize } from "../../engine/inspect/summarize.ts";
import { Looks } from "../../engine/run/job/looks.ts";
import { packInput } from "../../engine/run/job/pack_input.ts";
import { lookAhead } from "../../engine/run/plan/look_ahead.ts";
import { askTrainingSet } from "../../engine/run/asking/ask_training_set.ts";
import { openTestSet } from "../../engine/run/asking/open_test_set.ts";
import {
  findTrained,
  recall,
  recallWhole,
} from "../../engine/run/recall/recall.ts";
import { recallTested } from "../../engine/run/recall/recall_tested.ts";
import { tryRates } from "../../engine/run/rates/try_rates.ts";
import type { Emit } from "../../flow/events/event.ts";
import { inputStages } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";
import { readReference } from "../data/references.ts";
import { errorEvent } from "../error_event.ts";
import { inCaches, inStore } from "../data/in_caches.ts";
import { type Load, loadStages } from "./own_stages.ts";
import { saveEvery } from "./save_every.ts";
import { LOOK } from "./orders.ts";
import { sendLine } from "./send_line.ts";
import { type TrainerJob, trainerJob } from "./trainer_job.ts";

/** Judges what is trained; answers with null where it is not. */
async function judge(
  job: LearnJob,
  { set }: Extract<TrainerJob["task"], { type: "evaluate" }>,
  options: LearnOptions,
): Promise<unknown> {
  // What was left out is told below, or was with the validation set.
  const trained = await findTrained(job, () => {});
  if (trained === undefined) return null;
  if (set === "train") return await askTrainingSet(job, trained, options);
  if (set === "test") {
    return await recallTested(trained) ??
      await openTestSet(job, trained, options);
  }
  const { metrics, baseline, executed, reused, adapter } =
    await recall(job, options.emit) ?? await learn(job, options);
  return {
    metrics,
    baseline,
    executed,
    reused,
    adapter,
    checkpoint: trained.checkpoint.key,
    count: trained.front.sets.valid.length,
  };
}

/** Does the task of a job, and answers with what it gave. */
async function work(
  { task, description, front, references, weights, own, ...job }: TrainerJob,
  load: Load | undefined,
  options: LearnOptions,
): Promise<unknown> {
  const store = await openStore(job.storeRoot);
  if (task.type === "pack") {
    const stages = inputStages(description, registry);
    return await packInput({ description, stages, front, store }, options);
  }
  if (task.type === "look") return await lookAtFiles(front, options);
  if (task.type === "sheet") {
    // Only this task needs a library for images from the start.
    const { drawSheet } = await import("../look/sheet.ts");
    await drawSheet(task.sheet);
    return null;
  }
  const learning: LearnJob = {
    description,
    stages: await loadStages(description, own, load),
    front,
    store,
    read: (reference) => readReference(references, reference),
    ...weights === undefined ? {} : { weights },
    strict: job.strict,
  };
  if (task.type === "tryRates") return await tryRates(learning, task, options);
  if (task.type === "lookAhead") return await lookAhead(learning, options.emit);
  if (task.type === "summarize") {
    return await summarize(learning, task, options);
  }
  if (task.type === "show") return await showItems(learning, task, options);
  if (task.type === "inspect") {
    const trained = await findTrained(learning, options.emit);
    return trained === undefined
      ? null
      : await lookInto(learning, trained, task, options);
  }
  if (task.type === "evaluate") return await judge(learning, task, options);
  const { type: _, look, ...how } = task;
  if (look) options.looks?.ask();
  const learned = await recallWhole(learning, options.emit) ??
    await learn(learning, { ...options, ...how });
  return {
    ...learned,
    model: learned.model.folder,
    familiarity: learned.familiarity?.folder ?? null,
  };
}

/** Does a job and tells how it went: with the exit code of this process. */
async function answer(
  job: TrainerJob,
  stop: AbortController,
  looks: Looks,
  load: Load | undefined,
): Promise<number> {
  const emit: Emit = (event) => {
    try {
      sendLine(event);
    } catch (error) {
      // Nobody is left to hear it: save what there is, and end.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
      stop.abort();
    }
  };
  try {
    const { signal } = stop;
    const options = { emit, signal, looks, timer: saveEvery() };
    // By itself: it saves what it has after its supervisor was killed.
    const used = load ? inStore : inCaches;
    const result = await used(
      job.storeRoot,
      emit,
      () => work(job, load, options),
    );
    sendLine({ type: "done", result });
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      sendLine({ type: "stopped" });
      return 0;
    }
    const own = job.own !== undefined;
    const failures = error instanceof AggregateError ? error.errors : [error];
    for (const each of failures) emit(errorEvent(each, { own }));
    return 1;
  }
}

/**
 * Does the job that comes in, and ends this process.
 *
 * @param load how a pipeline file is imported
 */
export function serve(load?: Load): void {
  // What libraries print must not be taken for events.
  console.log = console.error;
  const stop = new AbortController();
  const looks = new Looks();
  let started = false;
  const lines = createInterface({ input: process.stdin });
  lines.on("line", async (line) => {
    if (started) return line === LOOK ? looks.ask() : stop.abort();
    started = true;
    const job = trainerJob.parse(JSON.parse(line));
    Deno.exit(await answer(job, stop, looks, load));
  });
  lines.on("close", () => stop.abort());
}

if (import.meta.main) serve();
