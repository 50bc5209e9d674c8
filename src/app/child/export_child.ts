/**
 * The process that reads a trained network as a graph, and makes files of it:
 * without network, without writing, without a GPU. One JSON job comes in on
 * standard input, one message with the files goes out.
 *
 * @module
 */
import { onnxOf } from "../../engine/export/onnx/onnx.ts";
import { tfjsOf } from "../../engine/export/tfjs/tfjs.ts";
import { EXPLAINS } from "../../engine/export/node_names.ts";
import {
  type ExplainedGraph,
  traceExplained,
  traceModel,
} from "../../engine/export/trace_model.ts";
import { readModel } from "../../engine/model/read_model.ts";
import { errorEvent } from "../error_event.ts";
import { type ExportJob, exportJob } from "./export_protocol.ts";
import { framePieces } from "./frames.ts";
import { type Load, loadStages } from "./own_stages.ts";

/** The name of the one file of this format. */
const ONNX_FILE = "model.onnx";

/** Where what explains answers stands. */
const EXPLAIN = "explain";

interface Made {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly unexplained?: string;
}

/** The files that explain answers; none where that cannot be. */
function explanationFiles({ explanation }: ExplainedGraph): Made["files"] {
  if (explanation === undefined) return new Map();
  const { graph, ...rest } = explanation;
  const known = { ...rest, names: EXPLAINS };
  return new Map(
    [
      ["known.json", new TextEncoder().encode(JSON.stringify(known))] as const,
      ...tfjsOf(graph, {}),
    ].map(([name, bytes]) => [`${EXPLAIN}/${name}`, bytes] as const),
  );
}

async function filesOf(
  { model: folder, own, format, metadata }: ExportJob,
  load: Load | undefined,
): Promise<Made> {
  const model = await readModel(folder);
  const from = { ...own, settings: [] };
  const stages = await loadStages(model.description, from, load);
  if (format === "explained") {
    const made = await traceExplained(model, stages);
    return {
      files: new Map([
        ...tfjsOf(made.graph, metadata),
        ...explanationFiles(made),
      ]),
      ...made.why === undefined ? {} : { unexplained: made.why },
    };
  }
  const graph = await traceModel(model, stages);
  if (format === "tfjs") return { files: tfjsOf(graph, metadata) };
  // An ONNX file has words to say of itself.
  const words = Object.entries(metadata).map(([key, value]) =>
    [key, typeof value === "string" ? value : JSON.stringify(value)] as const
  );
  const file = onnxOf(graph, Object.fromEntries(words));
  return { files: new Map([[ONNX_FILE, file]]) };
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
    const { files, ...told } = await filesOf(
      exportJob.parse(JSON.parse(text)),
      load,
    );
    const head = [...files].map(([name, { length }]) => ({
      name,
      bytes: length,
    }));
    await send(framePieces({ files: head, ...told }, [...files.values()]));
  } catch (error) {
    const { type: _type, ...told } = errorEvent(error);
    await send(framePieces({ error: told }));
  }
  Deno.exit(0);
}

if (import.meta.main) await serve();
