/**
 * The process that trains: it reads datasets and the cache, writes results,
 * and owns the GPU. Without network. One JSON job comes in on standard input,
 * events go out on standard output; a second line, or the end of the input,
 * asks it to stop.
 *
 * @module
 */
import "./ignore_interrupts.ts";
import { createInterface } from "node:readline";
import process from "node:process";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { openStore } from "../../base/store/store.ts";
import type { LearnJob, LearnOptions } from "../../engine/run/job.ts";
import { learn } from "../../engine/run/learn.ts";
import { lookAhead } from "../../engine/run/look_ahead.ts";
import { recall } from "../../engine/run/recall.ts";
import { tryRates } from "../../engine/run/try_rates.ts";
import type { Emit } from "../../flow/events/event.ts";
import { readReference } from "../data/references.ts";
import { errorEvent } from "../run/error_event.ts";
import { loadStages } from "../run/own_stages.ts";
import { saveEvery } from "../run/save_every.ts";
import { sendLine } from "./send_line.ts";
import { type TrainerJob, trainerJob } from "./trainer_job.ts";

/** Does the task of a job, and answers with what it gave. */
async function work(
  { task, description, front, references, weights, own, ...job }: TrainerJob,
  options: LearnOptions,
): Promise<unknown> {
  const learning: LearnJob = {
    description,
    stages: await loadStages(description, own),
    front,
    store: await openStore(job.storeRoot),
    read: (reference) => readReference(references, reference),
    ...weights === undefined ? {} : { weights },
    strict: job.strict,
  };
  if (task.type === "tryRates") return await tryRates(learning, task, options);
  if (task.type === "lookAhead") return await lookAhead(learning, options.emit);
  const { eager, tune, past } = task;
  const learned = await recall(learning, options.emit) ??
    await learn(learning, { ...options, eager, tune, past });
  return { ...learned, model: learned.model.folder };
}

/** Does a job and tells how it went: with the exit code of this process. */
async function answer(job: TrainerJob, stop: AbortController): Promise<number> {
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
    const result = await work(job, { emit, signal, timer: saveEvery() });
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

if (import.meta.main) {
  // What libraries print must not be taken for events.
  console.log = console.error;
  const stop = new AbortController();
  let started = false;
  const lines = createInterface({ input: process.stdin });
  lines.on("line", async (line) => {
    if (started) return stop.abort();
    started = true;
    Deno.exit(await answer(trainerJob.parse(JSON.parse(line)), stop));
  });
  lines.on("close", () => stop.abort());
}
