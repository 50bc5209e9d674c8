import { plainText } from "../../base/codec/plain_text.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { predictorCrashed } from "../../base/errors/serve.ts";
import type { Json } from "../../flow/kinds/json.ts";
import { boundedLines } from "../bounds/bounded_lines.ts";
import { framePieces } from "../child/frames.ts";
import { endProcess } from "../bounds/end_process.ts";
import { lastWords } from "../bounds/last_words.ts";
import {
  type About,
  type ItemAnswer,
  served,
  type ServeJob,
} from "../child/serve_protocol.ts";
import type { WorkerPlace } from "../child/worker_place.ts";

/** What one asks about. */
export type Item =
  | {
    readonly name: string;
    readonly bytes: Uint8Array;
    /** Whether to say what of it speaks for the answer. */
    readonly explain?: boolean;
  }
  | { readonly name: string; readonly row: Json };

/** A process with a model that answers. */
export interface Predicting {
  readonly about: About;
  /** Whether it answers nothing more, and is about to end. */
  readonly retired: boolean;
  /** Whether it was ended because no answer came for too long. */
  readonly hung: boolean;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** @throws {PipelineError} when it ends before it has answered */
  ask(items: readonly Item[]): Promise<readonly ItemAnswer[]>;
  /** Lets it answer what it was asked, and end. */
  retire(): Promise<void>;
}

/** How it is started, and who hears of it. */
export interface PredictingOptions {
  readonly onNotice: (text: string) => void;
  /** After so long without being ready, or without an answer, it is ended. */
  readonly answerMs: number;
}

/** A line is the answer to a batch of rows; more than this is none. */
const LONGEST_LINE = 2 ** 26;

/** A process that was asked to end has this long. */
const GRACE_MS = 10_000;

/**
 * Starts a process with a model, and waits until it can answer. The place is
 * removed after it.
 *
 * @throws {PipelineError} when the model cannot be used
 */
export async function startPredicting(
  place: WorkerPlace,
  job: ServeJob,
  { onNotice, answerMs }: PredictingOptions,
): Promise<Predicting> {
  const child = new Deno.Command(Deno.execPath(), {
    ...place.command,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const said = lastWords(child.stderr);
  const pending = new Map<
    number,
    PromiseWithResolvers<readonly ItemAnswer[]>
  >();
  const ready = Promise.withResolvers<About>();
  ready.promise.catch(() => {});
  let fault: PipelineError | undefined;
  let retired = false;
  let hung = false;
  let count = 0;

  const kill = () => endProcess(child);
  const expire = () => {
    hung = true;
    fault ??= predictorCrashed("it took too long", "");
    kill();
  };
  // One message after the other: half of one is none.
  let writing = Promise.resolve();
  const write = (pieces: readonly Uint8Array[]) =>
    writing = writing.then(async () => {
      // A process that is gone says so by its end.
      for (const each of pieces) await input.write(each).catch(() => {});
    });
  const receive = (line: string) => {
    const message = served.parse(JSON.parse(line));
    switch (message.type) {
      case "notice":
        return onNotice(message.text);
      case "ready":
        return ready.resolve(message.about);
      case "answers":
        pending.get(message.id)?.resolve(message.answers);
        return pending.delete(message.id);
      case "error": {
        const { message: text, stage, remedy } = message;
        fault = new PipelineError(plainText(text, 2000), {
          ...stage === undefined ? {} : { stage: plainText(stage, 100) },
          ...remedy === undefined ? {} : { remedy: plainText(remedy, 2000) },
        });
      }
    }
  };
  const listen = async () => {
    try {
      for await (const line of boundedLines(child.stdout, LONGEST_LINE)) {
        receive(line);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      fault = predictorCrashed(plainText(`it said: ${why}`, 300), "");
    }
    kill();
    const { code, signal } = await child.status;
    const how = signal ?? `exit code ${code}`;
    fault ??= predictorCrashed(how, await said);
    ready.reject(fault);
    for (const { reject } of pending.values()) reject(fault);
    pending.clear();
    await input.close().catch(() => {});
    await place[Symbol.asyncDispose]();
  };
  const ended = listen();
  const late = setTimeout(expire, answerMs);
  await write(framePieces(job));
  const about = await ready.promise.finally(() => clearTimeout(late));
  return {
    about,
    ended,
    get retired() {
      return retired;
    },
    get hung() {
      return hung;
    },
    async ask(items) {
      if (fault !== undefined) throw fault;
      const id = ++count;
      const answer = Promise.withResolvers<readonly ItemAnswer[]>();
      pending.set(id, answer);
      const timer = setTimeout(expire, answerMs);
      try {
        const heads = items.map((each) =>
          "row" in each ? each : { ...each, bytes: each.bytes.length }
        );
        const bodies = items.flatMap((each) =>
          "row" in each ? [] : [each.bytes]
        );
        // Before it is awaited, the process may end and reject it.
        answer.promise.catch(() => {});
        await write(framePieces({ id, items: heads }, bodies));
        return await answer.promise;
      } finally {
        clearTimeout(timer);
      }
    },
    async retire() {
      retired = true;
      const timer = setTimeout(kill, pending.size > 0 ? answerMs : GRACE_MS);
      await writing;
      await input.close().catch(() => {});
      await ended;
      clearTimeout(timer);
    },
  };
}
