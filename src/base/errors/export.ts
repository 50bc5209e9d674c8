import { PipelineError } from "./pipeline_error.ts";

/**
 * A network that does what no format of a graph can say.
 *
 * @param why what it does
 */
export function notAGraph(why: string, cause?: unknown): PipelineError {
  return new PipelineError(`Cannot export the model as a graph: ${why}`, {
    stage: "architecture",
    remedy:
      "Export its weights with --to safetensors, or serve it: deno task serve",
    cause,
  });
}

/** An operation that only runs in Leat. */
export function operationUnknown(name: string): PipelineError {
  return notAGraph(`its operation "${name}" has no counterpart there`);
}

/** An operation that is known, but not with these settings. */
export function operationBeyond(name: string, why: string): PipelineError {
  return notAGraph(`its operation "${name}" ${why}`);
}

/** A graph is for any number of items; this network is for one number alone. */
export function batchMatters(name: string): PipelineError {
  return notAGraph(
    `"${name}" is told how many items there are, and a graph is for any number`,
  );
}

/** What was typed is at fault, not the pipeline: the exit code is 2. */
const stage = "command";

/** A page that is asked with pictures, for a model that reads none. */
export function noPageFor(pipeline: string, reads: string): PipelineError {
  return new PipelineError(
    `Cannot export "${pipeline}" as a page: it reads ${reads}`,
    {
      stage: "input",
      item: pipeline,
      remedy: "Export it with --to onnx or --to tfjs, or serve it: " +
        `deno task serve ${pipeline}`,
    },
  );
}

/** A place that is not for an export. */
export function exportInTheWay(
  folder: string,
  why: "a file is there" | "it holds other files",
): PipelineError {
  const also = why === "a file is there"
    ? ""
    : ", or add --force to write among them";
  return new PipelineError(`Cannot export to "${folder}": ${why}`, {
    stage,
    item: folder,
    remedy: `Give another folder with --out${also}`,
  });
}

/** A folder that cannot be made. */
export function exportUnwritable(
  folder: string,
  cause: unknown,
): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(`Cannot export to "${folder}": ${why}`, {
    stage,
    item: folder,
    remedy: "Give --out a folder whose parent may be written to",
    cause,
  });
}

/** The process that reads the network ended, or said what it never says. */
export function exportCrashed(how: string, said: string): PipelineError {
  const last = said.trim().split("\n").slice(-8).join("\n");
  return new PipelineError(
    `Cannot export: the process with the model ended (${how})${
      last === "" ? "" : `:\n${last}`
    }`,
    { stage: "model", remedy: "Ask again, or train the pipeline anew" },
  );
}
