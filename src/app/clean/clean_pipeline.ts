/**
 * The data of a pipeline, to be looked at and chosen about by somebody: a page
 * of what the model is most wrong about and of what is there twice. Choices go
 * into a file that the source reads; no item is ever touched.
 *
 * @module
 */
import { basename, dirname, relative, resolve } from "node:path";
import { cleanOfWeb, sourceOfItsOwn } from "../../base/errors/clean.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import { isWebAddress } from "../../base/codec/web_address.ts";
import type { Look } from "../../flow/audit/looks.ts";
import { placedOf } from "../../flow/audit/placed.ts";
import type { Emit } from "../../flow/events/event.ts";
import type { Front } from "../../flow/graph/front.ts";
import type { PipelineAddress } from "../address/locate.ts";
import type { TrainerOutcome } from "../child/trainer_process.ts";
import { openPinning, savePins } from "../lock/lock_use.ts";
import { arePictures, look } from "../look/audit_pipeline.ts";
import { callerFolder } from "../paths.ts";
import { knownSource } from "../run/prepare.ts";
import { makeReady, type Ready, type RunOptions } from "../run/ready.ts";
import { recallTrained } from "../run/trained.ts";
import { answersToTraining } from "./answers_to_training.ts";
import { type AskedAbout, cardsOf } from "./cards.ts";
import { ChoicesFile } from "./choices_file.ts";
import { Session } from "./session.ts";

/** How data is looked at. */
export interface CleanOptions extends Omit<RunOptions, "kill" | "strict"> {
  /** As many of the largest losses are shown. */
  readonly limit: number;
  /** Whether pictures that look the same are looked for. */
  readonly copies: boolean;
  /** Whether the model is asked about its training set, too. */
  readonly training: boolean;
  /** Who is said to have chosen. */
  readonly who?: string | undefined;
  /** What to type to train the pipeline. */
  readonly command: string;
}

/** The file that choices of a pipeline go into, unless it names one. */
function usualPath({ file, export: exported }: PipelineAddress): string {
  const stem = basename(file).replace(/\.[cm]?[jt]sx?$/, "");
  const name = exported === "default" ? stem : `${stem}.${exported}`;
  return `./${name}.clean.jsonl`;
}

/** What to write into a pipeline, so that it reads the file. */
function lineFor(op: string, path: string): string {
  return `source: ${op}(…, { clean: ${JSON.stringify(path)} })`;
}

/** Answers of a model that is trained; none where there is no such model. */
async function answersTo(
  address: PipelineAddress,
  ready: Ready,
  { training, ...run }: RunOptions & Pick<CleanOptions, "training">,
): Promise<TrainerOutcome<readonly AskedAbout[]>> {
  const trained = await recallTrained(address, ready, run);
  if (trained === undefined) return { type: "done", result: [] };
  const valid = {
    ids: trained.front.sets.valid,
    predictions: trained.predictions,
  };
  if (!training) return { type: "done", result: [valid] };
  const outcome = await answersToTraining(address, ready, run);
  return outcome.type === "done"
    ? { type: "done", result: [valid, ...outcome.result] }
    : outcome;
}

/** The pipeline with its choices; nothing where those leave nothing to learn. */
async function readyAsChosen(
  address: PipelineAddress,
  run: RunOptions,
): Promise<Ready | undefined> {
  try {
    return await makeReady(address, run);
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    run.emit({ type: "warning", text: error.message });
    return undefined;
  }
}

async function looksAt(
  ready: Ready,
  { copies, ...options }: CleanOptions & RunOptions,
): Promise<TrainerOutcome<readonly Look[]>> {
  if (!copies || !arePictures(ready)) return { type: "done", result: [] };
  const outcome = await look(ready, options);
  return outcome.type === "done"
    ? { type: "done", result: outcome.result.looks }
    : outcome;
}

/** How many items each class has; of the test set none is counted. */
function classesOf(front: Front): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label, set } of placedOf(front)) {
    if (set === "test" || typeof label === "number") continue;
    for (const name of [label].flat().map(String)) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return new Map([...counts].sort(([a], [b]) => a < b ? -1 : 1));
}

/**
 * Gathers what somebody should look at.
 *
 * @throws {PipelineError} when the pipeline or its data is at fault, or its
 * source reads no choices
 */
export async function openSession(
  address: PipelineAddress,
  options: CleanOptions,
): Promise<TrainerOutcome<Session>> {
  const { spoken, file } = address;
  const { signal, emit, command } = options;
  if (isWebAddress(file)) throw cleanOfWeb(spoken);
  const pinning = await openPinning(file, "pin");
  const run = { ...options, strict: false, pinning, kill: signal };
  const ready = await makeReady(address, { ...run, uncleaned: true });
  await savePins(pinning, "pin", emit);
  const { description, front } = ready;
  const source = knownSource(description);
  const { op } = description.source;
  if (source === undefined) throw sourceOfItsOwn(spoken, op);
  const path = source.clean ?? usualPath(address);
  const choicesFile = new ChoicesFile(resolve(dirname(file), path));
  const choices = await choicesFile.read();
  const isRead = source.clean !== undefined;
  // What notices say was told already.
  const quiet: Emit = (event) => event.type === "warning" && emit(event);
  const cleaned = isRead && choices.size > 0
    ? await readyAsChosen(address, { ...run, emit: quiet })
    : undefined;
  const asChosen = cleaned && await answersTo(address, cleaned, run);
  if (asChosen && asChosen.type !== "done") return asChosen;
  const isSeen = (asChosen?.result.length ?? 0) > 0;
  const asked = asChosen && isSeen
    ? asChosen
    : await answersTo(address, ready, run);
  if (asked.type !== "done") return asked;
  const looks = await looksAt(ready, run);
  if (looks.type !== "done") return looks;
  const hidden = new Set(cleaned?.front.sets.test);
  const cards = cardsOf({
    front,
    asked: asked.result,
    looks: looks.result,
    choices,
    limit: options.limit,
  }).filter(({ id }) => !hidden.has(id));
  return {
    type: "done",
    result: new Session({
      pipeline: spoken,
      cards,
      file: choicesFile,
      path: relativeTo(choicesFile.path),
      lacking: isRead ? undefined : lineFor(op, path),
      notes: asked.result.length === 0
        ? [`No model is trained of what is chosen now: ${command}`]
        : !isSeen && isRead && choices.size > 0
        ? [`The model has not seen these choices yet: ${command}`]
        : [],
      classes: classesOf(front),
      who: options.who,
    }),
  };
}

/** A path as people read it: from where they are, unless that leads far. */
function relativeTo(path: string): string {
  const short = relative(callerFolder(), path);
  return short.startsWith("..") ? path : short;
}
