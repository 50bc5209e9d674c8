/**
 * The process that runs pipeline code: without any permission it describes the
 * pipeline, labels items and divides them. Its entry module hands it a way to
 * import the pipeline.
 *
 * @module
 */
import { createInterface } from "node:readline";
import process from "node:process";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { pipelineThrew } from "../../base/errors/pipeline_file.ts";
import { describe } from "../../flow/pipeline/describe.ts";
import { resolveClaims } from "../../flow/claims/resolve.ts";
import { type KnobValues, openKnobs } from "../../flow/knobs/knobs.ts";
import { type AnyPipeline, isPipeline } from "../../flow/pipeline/pipeline.ts";
import { knobSettings, withSettings } from "../../flow/pipeline/settings.ts";
import { ownStages, type PipelineStages } from "../../flow/pipeline/stages.ts";
import type { SourceHost } from "../../flow/stage/source.ts";
import { divide } from "./divide.ts";
import { errorEvent } from "../error_event.ts";
import type { PipelineAnswer, PipelineRequest } from "./protocol.ts";
import { sendLine } from "./send_line.ts";

/** What a request asks the pipeline's own code for, by its key. */
const DOING = { describe: "load", list: "source", divide: "split" } as const;

/** A source of the pipeline's own has no files: it may only make items. */
const noHost: SourceHost = {
  files: () => Promise.reject(new PipelineError("Cannot read files here")),
  text: () => Promise.reject(new PipelineError("Cannot read files here")),
};

/** What a pipeline file exports. */
type Module = Readonly<Record<string, unknown>>;

/** A file that was evaluated. */
interface Loaded {
  readonly module: Module;
  /** What each knob is that the file, or one that it imports, has. */
  readonly knobs: KnobValues;
}

/** The pipeline that is being asked about. */
interface Chosen {
  readonly pipeline: AnyPipeline;
  readonly stages: PipelineStages;
}

async function answer(
  { module, knobs }: Loaded,
  chosen: Chosen | undefined,
  request: PipelineRequest,
): Promise<{ answer: PipelineAnswer; chosen?: Chosen }> {
  if (request.type === "describe") {
    const pipeline = module[request.export];
    if (!isPipeline(pipeline)) {
      const names = Object.keys(module).filter((name) =>
        isPipeline(module[name])
      );
      return { answer: { type: "exports", names } };
    }
    const stages = withSettings(ownStages(pipeline), request.settings, knobs);
    const expect = [...resolveClaims(pipeline.spec)];
    const description = describe(stages, { expect, knobs });
    return {
      answer: { type: "described", description },
      chosen: { pipeline, stages },
    };
  }
  if (chosen === undefined) throw new TypeError("Describe comes first");
  const { pipeline, stages } = chosen;
  if (request.type === "list") {
    const { items, notices } = await stages.source.behaviour.list(noHost);
    return {
      answer: {
        type: "listed",
        items: items.map(({ id, item }) => ({
          id,
          item: structuredClone(item),
        })) as Extract<PipelineAnswer, { type: "listed" }>["items"],
        notices: [...notices],
      },
    };
  }
  const { labels, sets, warnings } = divide(
    pipeline,
    stages.split,
    request.items,
  );
  const { train, valid, test } = sets;
  return {
    answer: {
      type: "divided",
      labels: labels.map((each) => typeof each === "object" ? [...each] : each),
      sets: { train: [...train], valid: [...valid], test: [...test] },
      warnings: [...warnings],
    },
  };
}

/** An error as an answer; one of the pipeline's own functions is told whole. */
function refusal(error: unknown, request: PipelineRequest): PipelineAnswer {
  const event = error instanceof PipelineError
    ? errorEvent(error)
    : errorEvent(pipelineThrew(DOING[request.type], error));
  return { ...event };
}

/**
 * Loads a module with the knobs that a request sets. One that throws ends this
 * process with Deno's own report of where, unless the error says by itself
 * which stage is at fault.
 */
async function loaded(
  load: () => Promise<Module>,
  request: PipelineRequest,
): Promise<Loaded | Error> {
  if (request.type !== "describe") throw new TypeError("Describe comes first");
  const open = openKnobs(knobSettings(request.settings));
  try {
    const module = await load();
    return { module, knobs: open.close() };
  } catch (error) {
    if (error instanceof PipelineError) return error;
    throw error;
  }
}

/** Answers requests about a module's pipelines until the asker is gone. */
export async function serve(
  load: () => Promise<Module>,
  marker: string,
): Promise<void> {
  let file: Loaded | Error | undefined;
  let chosen: Chosen | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    // It comes from our own supervisor.
    const request = JSON.parse(line) as PipelineRequest;
    let reply: PipelineAnswer;
    // Not before: the first request says what knobs are set to.
    file ??= await loaded(load, request);
    try {
      if (file instanceof Error) throw file;
      const result = await answer(file, chosen, request);
      chosen = result.chosen ?? chosen;
      reply = result.answer;
    } catch (error) {
      reply = refusal(error, request);
    }
    sendLine(reply, marker);
  }
}
