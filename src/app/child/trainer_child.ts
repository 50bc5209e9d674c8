/**
 * The process that trains: it reads datasets and the cache, writes results,
 * and owns the GPU. Without network. One JSON job comes in on standard input,
 * events go out on standard output; a second line, or the end of the input,
 * asks it to stop.
 *
 * @module
 */
import { createInterface } from "node:readline";
import process from "node:process";
import { Interrupted } from "../../base/errors/interrupted.ts";
import { openStore } from "../../base/store/store.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import { learn } from "../../engine/run/learn.ts";
import { readReference } from "../data/references.ts";
import { errorEvent } from "../run/error_event.ts";
import { loadStages } from "../run/own_stages.ts";
import { type TrainerJob, trainerJob } from "./trainer_job.ts";

/** How a trainer ends: its results, or nothing when it was stopped. */
export type TrainerResult =
  | {
    readonly type: "trained";
    readonly metrics: Readonly<Record<string, number>>;
    readonly model: string;
  }
  | { readonly type: "stopped" };

function send(event: unknown): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function work(job: TrainerJob, signal: AbortSignal): Promise<void> {
  const { description, front, references, weights, strict, own } = job;
  const learned = await learn({
    description,
    stages: await loadStages(description, own),
    front,
    store: await openStore(job.storeRoot),
    read: (reference) => readReference(references, reference),
    ...weights === undefined ? {} : { weights },
    strict,
  }, { emit: (event: RunEvent) => send(event), signal });
  const { model, ...rest } = learned;
  send({ type: "trained", ...rest, model: model.folder });
}

if (import.meta.main) {
  // A terminal sends Ctrl-C to both processes; the supervisor decides.
  Deno.addSignalListener("SIGINT", () => {});
  // What libraries print must not be taken for events.
  console.log = console.error;
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    if (running) return stop.abort();
    running = work(trainerJob.parse(JSON.parse(line)), stop.signal)
      .then(() => 0, (error) => {
        if (error instanceof Interrupted) {
          send({ type: "stopped" });
          return 0;
        }
        send(errorEvent(error));
        return 1;
      }).then((code) => Deno.exit(code));
  });
  lines.on("close", () => stop.abort());
}
