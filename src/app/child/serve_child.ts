/**
 * The process that answers for a server with a model: it decodes what was sent
 * and owns the GPU, without network and without writing. A message comes in for
 * each batch, a line goes out; it ends when its input does.
 *
 * @module
 */
import "./ignore_interrupts.ts";
import { join } from "node:path";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { Predictor } from "../../engine/model/predictor.ts";
import type { Prediction } from "../../engine/model/prediction.ts";
import { readModel, type StoredModel } from "../../engine/model/read_model.ts";
import type { InputItem } from "../../flow/stage/input.ts";
import type { SourceBehaviour } from "../../flow/stage/source.ts";
import type { PipelineStages } from "../../flow/pipeline/stages.ts";
import { errorEvent } from "../error_event.ts";
import { type Load, loadStages } from "./own_stages.ts";
import { formColumns } from "./form_columns.ts";
import { type Frame, frames } from "./frames.ts";
import { sendLine } from "./send_line.ts";
import {
  type About,
  type ItemAnswer,
  question,
  serveJob,
} from "./serve_protocol.ts";

/** More rows at once are no faster, and the first waits for the last. */
const MOST_ROWS = 32;

/**
 * A model that was put into the place of another while it was read is read
 * again: halves of two are none.
 */
async function wholeModel(folder: string): Promise<StoredModel> {
  const named = () =>
    unlessAbsent(Deno.readTextFile(join(folder, "model.json")));
  while (true) {
    const before = await named();
    const [read] = await Promise.allSettled([readModel(folder)]);
    if (before !== await named()) continue;
    if (read.status === "rejected") throw read.reason;
    return read.value;
  }
}

function aboutModel(
  { keys, vocabulary, description, statistics }: StoredModel,
  { source, fit }: PipelineStages,
): About {
  const { lists, itemOf } = source.behaviour;
  const takes = itemOf === undefined
    ? "row"
    : lists === "image"
    ? "image"
    : "file";
  const columns = takes === "row"
    ? formColumns(description.input.op, statistics)
    : undefined;
  return {
    model: keys["model"] ?? "",
    kind: vocabulary.kind,
    classes: vocabulary.classes,
    takes,
    ...columns === undefined ? {} : { columns },
    batch: Math.min(fit.behaviour.batch, MOST_ROWS),
  };
}

/** What was asked, as items of the pipeline's source. */
function itemsOf(
  { head, body }: Frame,
  { itemOf }: SourceBehaviour,
): {
  readonly id: number;
  readonly items: readonly InputItem[];
  /** Of which it is asked what speaks for the answer. */
  readonly explained: readonly boolean[];
} {
  const { id, items } = question.parse(head);
  let from = 0;
  return {
    id,
    explained: items.map((each) => "bytes" in each && each.explain === true),
    items: items.map((each): InputItem => {
      const { name } = each;
      if ("row" in each) {
        const none = new RangeError(`Cannot read "${name}": a row is no file`);
        return { id: name, item: each.row, read: () => Promise.reject(none) };
      }
      const bytes = body.subarray(from, from += each.bytes);
      return {
        id: name,
        item: itemOf?.(name, name) ?? null,
        read: () => Promise.resolve(bytes),
      };
    }),
  };
}

function answerOf(result: PromiseSettledResult<Prediction>): ItemAnswer {
  if (result.status === "fulfilled") return { prediction: result.value };
  const { reason } = result;
  // What nobody foresaw is told without its stack: others read it.
  const message = reason instanceof Error ? reason.message : String(reason);
  const remedy = reason instanceof PipelineError ? reason.remedy : undefined;
  return {
    unanswered: { message, ...remedy === undefined ? {} : { remedy } },
  };
}

async function work(load: Load | undefined): Promise<void> {
  const asked = frames(Deno.stdin.readable);
  const first = await asked.next();
  if (first.done) return;
  const { model, own } = serveJob.parse(first.value.head);
  const stored = await wholeModel(model);
  const from = { ...own, settings: [] };
  const stages = await loadStages(stored.description, from, load);
  const onNotice = (text: string) => sendLine({ type: "notice", text });
  using predictor = await Predictor.open(stored, stages, onNotice);
  sendLine({ type: "ready", about: aboutModel(stored, stages) });
  for await (const frame of asked) {
    const { id, items, explained } = itemsOf(frame, stages.source.behaviour);
    const results = await predictor.predictAll(items, explained);
    sendLine({ type: "answers", id, answers: results.map(answerOf) });
  }
}

/**
 * Answers until nothing more is asked, and ends this process.
 *
 * @param load how a pipeline file is imported
 */
export async function serve(load?: Load): Promise<void> {
  console.log = console.error;
  try {
    await work(load);
  } catch (error) {
    sendLine(errorEvent(error));
    Deno.exit(1);
  }
  Deno.exit(0);
}

if (import.meta.main) await serve();
