/**
 * The process that reads a trained network as a graph, and makes files of it:
 * without network, without writing, without a GPU. One JSON job comes in on
 * standard input, one message with the files goes out.
 *
 * @module
 */
import { onnxOf } from "../../engine/export/onnx/onnx.ts";
import { tfjsOf } from "../../engine/export/tfjs/tfjs.ts";
import { traceModel } from "../../engine/export/trace_model.ts";
import { readModel } from "../../engine/model/read_model.ts";
import { errorEvent } from "../error_event.ts";
import { type ExportJob, exportJob } from "./export_protocol.ts";
import { framePieces } from "./frames.ts";
import { type Load, loadStages } from "./own_stages.ts";

/** The name of the one file of this format. */
const ONNX_FILE = "model.onnx";

async function filesOf(
  { model: folder, own, format, metadata }: ExportJob,
  load: Load | undefined,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const model = await readModel(folder);
  const from = { ...own, settings: [] };
  const stages = await loadStages(model.description, from, load);
  const graph = await traceModel(model, stages);
  if (format === "tfjs") return tfjsOf(graph, metadata);
  // An ONNX file has words to say of itself.
  const words = Object.entries(metadata).map(([key, value]) =>
    [key, typeof value === "string" ? value : JSON.stringify(value)] as const
  );
  return new Map([[ONNX_FILE, onnxOf(graph, Object.fromEntries(words))]]);
}

async function send(pieces: readonly Uint8Array[]): Promise<void> {
  const output = Deno.stdout.writable.getWriter();
  for (const each of pieces) await output.write(each);
  await output.close();
}

/**
 * Does the job that comes in, and ends this process.
 *
 * @param load how a pipeline file is imported
 */
export async function serve(load?: Load): Promise<void> {
  console.log = console.error;
  try {
    const text = await new Response(Deno.stdin.readable).text();
    const files = await filesOf(exportJob.parse(JSON.parse(text)), load);
    const head = [...files].map(([name, { length }]) => ({
      name,
      bytes: length,
    }));
    await send(framePieces({ files: head }, [...files.values()]));
  } catch (error) {
    const { type: _type, ...told } = errorEvent(error);
    await send(framePieces({ error: told }));
  }
  Deno.exit(0);
}

if (import.meta.main) await serve();
