import { plainText } from "../codec/plain_text.ts";
import { PipelineError } from "./pipeline_error.ts";

const stage = "pipeline";

/** How a process ended: its exit, and what it said last on standard error. */
export interface ProcessEnd {
  readonly said: string;
  readonly code: number;
  readonly signal: string | null;
}

const FORBIDDEN = /Requires (.*?) access(?: to (.*?))?, run again with/;

const NOT_HERE =
  /not found in cache: "(.*?)", --cached-only|remote specifier was requested: "(.*?)"|manifest for '(.*?)' failed/;

/** A module is not on this machine yet. */
export class ModuleAbsent extends PipelineError {}

/** What Deno says to code without rights, if the text is that. */
export function forbidden(text: string): string | undefined {
  const [found, kind, what] = FORBIDDEN.exec(text) ?? [];
  if (!found) return undefined;
  return plainText(`it asks for ${kind} access${what ? ` to ${what}` : ""}`);
}

/** What to do instead of reading, fetching or running. */
export const WITHOUT_RIGHTS =
  "Pipeline code may touch no file, network, environment or process: give folders and files to images() or table(), which read them for it";

/** Characters of a report. */
const REPORT = 2000;

/** Deno's report of an uncaught error, without its frame and our files. */
function reported(said: string): string {
  const lines = said.trim()
    .replaceAll(/^error: (Uncaught )?(\(in promise\) )?/gm, "")
    .replace(/^TypeError: (?=SyntaxError|Module not found|Import ")/, "")
    .replace(/\n.*await load\(\);\n *\^/, "")
    .split("\n")
    .filter((line) => !/\/(entry|pipeline_child)\.ts|ext:/.test(line));
  return plainText(lines.slice(0, 8).join("\n").trim(), REPORT);
}

/**
 * A process of pipeline code that ended before it answered.
 *
 * @param doing what it was asked: "load", "label the items of"
 */
export function pipelineEnded(
  file: string,
  doing: string,
  { said, code, signal }: ProcessEnd,
): PipelineError {
  const failed = (what: string, remedy: string) =>
    new PipelineError(`Cannot ${doing} "${file}": ${what}`, {
      stage,
      item: file,
      remedy,
    });
  const asked = forbidden(said);
  if (asked !== undefined) return failed(asked, WITHOUT_RIGHTS);
  const absent = NOT_HERE.exec(said)?.slice(1).find(Boolean);
  if (absent !== undefined) {
    return new ModuleAbsent(
      `Cannot ${doing} "${file}": it imports "${
        plainText(absent)
      }", which is not on this machine`,
      {
        stage,
        item: file,
        remedy:
          "Check the network, and that the text of the file names what it imports: an address that code makes up is never fetched",
      },
    );
  }
  if (/lockfile is out of date/.test(said)) {
    return failed(
      "it imports a package that nothing pins",
      'A pipeline from an address imports modules beside it, "leat" and "zod"',
    );
  }
  if (/The lockfile is out of date/.test(said)) {
    return failed(
      "its code imports something by a name that it makes up, which nothing pins",
      "Import by names that stand in the text; packages must be locked by deno.lock",
    );
  }
  if (/out of memory|heap limit/.test(said)) return pipelineHungry(file);
  const how = signal === "SIGXCPU"
    ? "its code used up the processor time that it may have"
    : signal
    ? `its process was ended by ${signal}`
    : `its code ended the process (exit code ${code})`;
  return failed(
    reported(said) || how,
    "Correct the file; `deno check` shows where",
  );
}

/** Code that a pipeline brings, other than its label function, threw. */
export function pipelineThrew(
  doing: "load" | "source" | "split",
  error: unknown,
): PipelineError {
  const said = error instanceof Error
    ? `${error.name}: ${error.message}`
    : String(error);
  const asked = forbidden(said);
  return new PipelineError(
    `Cannot run the ${doing === "load" ? "pipeline" : doing}: ${asked ?? said}`,
    {
      stage: doing === "load" ? stage : doing,
      remedy: asked ? WITHOUT_RIGHTS : "Correct the code of the stage",
      cause: error,
    },
  );
}

/** A pipeline file, or a function in it, that does not come to an end. */
export function pipelineHangs(
  file: string,
  doing: string,
  seconds: number,
): PipelineError {
  return new PipelineError(
    `Cannot ${doing} "${file}": no answer after ${Math.round(seconds)} s`,
    {
      stage,
      item: file,
      remedy:
        "Look for an endless loop, or an await that never ends, in it; where neither is, LEAT_PATIENCE=60 waits longer",
    },
  );
}

/**
 * A pipeline that needs more memory than it may have.
 *
 * @param mebibytes what it may have, where that is what ended it
 */
export function pipelineHungry(
  file: string,
  mebibytes?: number,
): PipelineError {
  const much = mebibytes === undefined ? "all the" : `the ${mebibytes} MiB of`;
  return new PipelineError(
    `Cannot use "${file}": its code used up ${much} memory that it may have`,
    {
      stage,
      item: file,
      remedy: "Look for a list that grows without end in it",
    },
  );
}

/**
 * A pipeline whose process answers with what is no answer.
 *
 * @param what "is nested too deep"
 */
export function pipelineBabbles(file: string, what: string): PipelineError {
  return new PipelineError(`Cannot use "${file}": its answer ${what}`, {
    stage,
    item: file,
    remedy: "Look for code in it that changes what JavaScript brings",
  });
}

/** A pipeline that imports data of somebody else's. */
export function dataOutside(
  file: string,
  path: string,
  project: string,
): PipelineError {
  return new PipelineError(
    `Cannot load "${file}": it imports "${path}" as data, which lies outside of "${project}"`,
    {
      stage,
      item: file,
      remedy:
        "Put the file into that folder, or give it to table(), which reads it",
    },
  );
}

/** A pipeline that says too much. */
export function pipelineTooLarge(file: string, bytes: number): PipelineError {
  return new PipelineError(
    `Cannot use "${file}": what it says and prints is over ${bytes} bytes`,
    {
      stage,
      item: file,
      remedy: "Read large data from a file or dataset, and print less",
    },
  );
}
