/**
 * Writes a trained model for others to run: a graph of its network in a format
 * that they read, its weights, or a page that runs it.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { modelAbsent } from "../../base/errors/model.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { readModel, type StoredModel } from "../../engine/model/read_model.ts";
import type { RunEvent } from "../../flow/events/event.ts";
import { locate, type PipelineAddress } from "../address/locate.ts";
import { callerFolder, storeRoot } from "../paths.ts";
import type { Trust } from "../remote/admission.ts";
import { modelFolder } from "../run/model_folder.ts";
import { predictPlace } from "../run/predict_place.ts";
import { settle, type Settled } from "../run/settle.ts";
import { askFiles, type Files, type GraphFiles } from "./ask_files.ts";
import { type Facts, factsOf } from "./facts.ts";
import { checkFolder, MARK, writeFolder } from "./folder.ts";
import type { Format } from "./formats.ts";
import { guide } from "./guide/guide.ts";
import { clientFiles } from "./client_files.ts";
import { checkPage, webFiles } from "./web_files.ts";
import { weightFiles } from "./weights.ts";

/** How a model is exported. */
export interface ExportOptions {
  readonly format: Format;
  /** As the user wrote it; in the store beside the models unless told. */
  readonly out: string | undefined;
  /** Write among the files of a folder that is no export. */
  readonly force: boolean;
  readonly trust: Trust;
  readonly signal: AbortSignal;
  readonly emit: (event: ExportEvent) => void;
}

/** How an export ended: its last event. */
export interface ExportEnd {
  readonly type: "export.end";
  readonly status: Settled<unknown>["status"];
  readonly format: Format;
  readonly folder: string | null;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
  }[];
  readonly seconds: number;
}

/** What an export tells. */
export type ExportEvent = RunEvent | ExportEnd;

type Result = Pick<ExportEnd, "folder" | "files">;

async function graphFiles(
  address: PipelineAddress,
  { folder: model }: StoredModel,
  facts: Facts,
  format: "onnx" | "tfjs" | "explained",
  { trust, signal }: ExportOptions,
): Promise<GraphFiles> {
  await using place = await predictPlace(address, {
    model,
    files: [],
    trust,
    driver: undefined,
    child: "export_child.ts",
  });
  const own = { file: address.file, export: address.export };
  const job = { model, own, format, metadata: facts };
  return await askFiles(place, job, signal);
}

/** All files of an export but those that tell about it. */
async function filesOf(
  address: PipelineAddress,
  model: StoredModel,
  facts: Facts,
  options: ExportOptions,
): Promise<Files> {
  const { format } = options;
  if (format === "safetensors") return await weightFiles(model, facts);
  if (format === "web") {
    checkPage(facts);
    const { files, unexplained } = await graphFiles(
      address,
      model,
      facts,
      "explained",
      options,
    );
    if (unexplained !== undefined) {
      const text =
        `The page does not show what of a picture speaks for an answer: ${unexplained}`;
      options.emit({ type: "notice", text });
    }
    return await webFiles(files, facts, model);
  }
  const { files } = await graphFiles(address, model, facts, format, options);
  return new Map([...files, ...await clientFiles(facts)]);
}

async function exportOnce(
  address: PipelineAddress,
  options: ExportOptions,
): Promise<Result> {
  const { format, out, force } = options;
  const { slug, spoken } = address;
  const folder = out === undefined
    ? join(storeRoot(), "exports", `${slug}-${format}`)
    : resolve(callerFolder(), out);
  await checkFolder(folder, force);
  const from = modelFolder(storeRoot(), slug);
  if (await unlessAbsent(Deno.stat(join(from, "model.json"))) === undefined) {
    throw modelAbsent(spoken, from);
  }
  const model = await readModel(from);
  const facts = factsOf(spoken, model);
  const made = await filesOf(address, model, facts, options);
  const encode = (text: string) => new TextEncoder().encode(text);
  const all = new Map([
    ...made,
    ["README.md", encode(guide(format, facts, model))],
  ]);
  const mark = { ...facts, exported: format, files: [...all.keys()] };
  all.set(MARK, encode(`${JSON.stringify(mark, null, 2)}\n`));
  options.signal.throwIfAborted();
  await writeFolder(folder, all, force);
  return {
    folder,
    files: [...all].map(([name, { length }]) => ({ name, bytes: length })),
  };
}

/**
 * Exports the trained model of a pipeline. Never throws: its last event, which
 * it also answers with, says how it went.
 *
 * @param spoken name, path or address of the pipeline, each with `#export`
 */
export async function exportModel(
  spoken: string,
  options: ExportOptions,
): Promise<ExportEnd> {
  const { emit, signal, format } = options;
  emit({ type: "run.start", pipeline: spoken });
  const { status, result, seconds } = await settle(
    async () => ({
      type: "done",
      result: await exportOnce(await locate(spoken), options),
    }),
    { emit, signal, kill: signal },
  );
  const end: ExportEnd = {
    type: "export.end",
    status,
    format,
    ...result ?? { folder: null, files: [] },
    seconds,
  };
  emit(end);
  return end;
}
