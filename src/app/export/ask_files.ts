import { plainText } from "../../base/codec/plain_text.ts";
import { exportCrashed } from "../../base/errors/export.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { endProcess } from "../bounds/end_process.ts";
import { lastWords } from "../bounds/last_words.ts";
import { exported, type ExportJob } from "../child/export_protocol.ts";
import { type Frame, frames } from "../child/frames.ts";
import type { WorkerPlace } from "../child/worker_place.ts";

/** Files that are written, by name. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** What was made of a network. */
export interface GraphFiles {
  readonly files: Files;
  /** Why answers cannot be explained, where they were to be. */
  readonly unexplained?: string;
}

/** More than a network of the largest sizes here has, and less than memory. */
const MOST_BYTES = 2 ** 31;

async function firstFrame(
  stream: ReadableStream<Uint8Array>,
): Promise<Frame | undefined> {
  for await (const frame of frames(stream, MOST_BYTES)) return frame;
  return undefined;
}

/** What the process said, out of its one message. */
function filesIn({ head, body }: Frame): GraphFiles {
  const { data: answer, error } = exported.safeParse(head);
  if (error) throw exportCrashed("it said what is no answer", "");
  if ("error" in answer) {
    const { message, stage, item, remedy } = answer.error;
    throw new PipelineError(plainText(message, 2000), {
      ...stage === undefined ? {} : { stage: plainText(stage, 100) },
      ...item === undefined ? {} : { item: plainText(item, 1000) },
      ...remedy === undefined ? {} : { remedy: plainText(remedy, 4000) },
    });
  }
  let at = 0;
  const files = new Map(
    answer.files.map(({ name, bytes }) => [
      name,
      body.subarray(at, at += bytes),
    ]),
  );
  const { unexplained } = answer;
  return {
    files,
    ...unexplained === undefined
      ? {}
      : { unexplained: plainText(unexplained, 1000) },
  };
}

/**
 * Lets a process of its own read a network and make files of it.
 *
 * @throws {PipelineError} when the network cannot be said in that format
 */
export async function askFiles(
  { command }: WorkerPlace,
  job: ExportJob,
  signal: AbortSignal,
): Promise<GraphFiles> {
  const child = new Deno.Command(Deno.execPath(), {
    ...command,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stop = () => endProcess(child);
  signal.addEventListener("abort", stop);
  const said = lastWords(child.stderr);
  try {
    const input = child.stdin.getWriter();
    // A process that is gone says so by its end.
    const told = input.write(new TextEncoder().encode(JSON.stringify(job)))
      .then(() => input.close()).catch(() => {});
    const frame = await firstFrame(child.stdout).catch((error: unknown) => {
      throw exportCrashed(`it said: ${(error as Error).message}`, "");
    });
    await told;
    signal.throwIfAborted();
    if (frame) return filesIn(frame);
    const { code, signal: by } = await child.status;
    throw exportCrashed(by ?? `exit code ${code}`, plainText(await said, 4000));
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
    await child.status;
    await said;
  }
}
