import type { z } from "zod";
import { trainerCrashed } from "../../base/errors/trainer.ts";
import type { Emit, RunEvent } from "../../flow/events/event.ts";
import { boundedLines } from "../bounds/bounded_lines.ts";
import { endProcess } from "../bounds/end_process.ts";
import { lastWords } from "../bounds/last_words.ts";
import type { Admission } from "../remote/admission.ts";
import { LOOK, STOP } from "./orders.ts";
import { trainerPlace } from "./trainer_place.ts";
import type { TrainerJob } from "./trainer_job.ts";

/** How a trainer ended. */
export type TrainerOutcome<Result> =
  | { readonly type: "done"; readonly result: Result }
  | { readonly type: "stopped" }
  | { readonly type: "failed" };

/** Who hears of a trainer, who may end it, and what it may load. */
export interface TrainerOptions {
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly kill: AbortSignal;
  readonly admission: Admission;
  /** What computes, where that is known. */
  readonly driver: string | undefined;
  /** Where a "look" asks to see the present batch; nobody does unless told. */
  readonly asks?: EventTarget;
}

/** After a request to stop, a trainer has this long for a step and its save. */
const GRACE_MS = 120_000;

/**
 * Runs a job in a process of its own, which owns the GPU: whatever it does,
 * this process goes on.
 *
 * @param answer what the task of the job gives
 * @param signal asks it to stop after the present step; a second request, by
 * `kill`, ends it at once
 */
export async function runTrainer<Result>(
  job: TrainerJob,
  answer: z.ZodType<Result>,
  { emit, signal, kill, admission, driver, asks }: TrainerOptions,
): Promise<TrainerOutcome<Result>> {
  await using place = await trainerPlace(job, admission, driver);
  const child = new Deno.Command(Deno.execPath(), {
    ...place.command,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const write = (line: string) =>
    input.write(new TextEncoder().encode(`${line}\n`))
      // A trainer that is gone says so by its exit.
      .catch(() => {});
  const end = () => endProcess(child);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    write(STOP);
    timer = setTimeout(end, GRACE_MS);
  };
  const look = () => void write(LOOK);
  signal.addEventListener("abort", stop);
  asks?.addEventListener("look", look);
  kill.addEventListener("abort", end);
  const said = lastWords(child.stderr);
  let outcome: TrainerOutcome<Result> | undefined;
  try {
    await write(JSON.stringify(job));
    if (signal.aborted) stop();
    for await (const line of boundedLines(child.stdout)) {
      outcome = receive(line, answer, emit) ?? outcome;
    }
    const { code, signal: by } = await child.status;
    if (outcome) return outcome;
    if (kill.aborted || signal.aborted) return { type: "stopped" };
    throw trainerCrashed(by ?? `exit code ${code}`, await said);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    asks?.removeEventListener("look", look);
    kill.removeEventListener("abort", end);
    end();
    await input.close().catch(() => {});
  }
}

/** Passes an event on; the last line is the outcome instead. */
function receive<Result>(
  line: string,
  answer: z.ZodType<Result>,
  emit: Emit,
): TrainerOutcome<Result> | undefined {
  let value: { type?: unknown; result?: unknown };
  try {
    value = JSON.parse(line);
  } catch {
    emit({ type: "notice", text: line });
    return undefined;
  }
  if (value.type === "done") {
    return { type: "done", result: answer.parse(value.result) };
  }
  if (value.type === "stopped") return { type: "stopped" };
  // Our own process sent it; its types are those of this version.
  emit(value as RunEvent);
  return value.type === "error" ? { type: "failed" } : undefined;
}
