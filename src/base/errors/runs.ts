import { PipelineError } from "./pipeline_error.ts";

const stage = "runs";

/** The record of runs was written by another version, or is none. */
export function unknownRuns(
  path: string,
  found: number,
  known: number,
): PipelineError {
  return new PipelineError(
    `Cannot read runs "${path}": its format is ${found}, and this version of Leat knows ${known}`,
    {
      stage,
      item: path,
      remedy: "Use the version of Leat that wrote it, or move it away",
    },
  );
}

/** The record of runs cannot be opened, read or written. */
export function runsFault(path: string, cause: unknown): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(`Cannot use runs "${path}": ${why}`, {
    stage,
    item: path,
    // SQLite tells both of a disk that is full.
    remedy: /disk is full|disk I\/O error/.test(why)
      ? "Free some space, or set LEAT_CACHE to another folder"
      : "Make it writable; if it is damaged, move it away: a new one is begun",
    cause,
  });
}

/** What was typed is at fault: the exit code is 2. */
const typed = "command";

/** Nothing is recorded yet. */
export function noRuns(): PipelineError {
  return new PipelineError('Cannot find run "last": nothing is recorded yet', {
    stage: typed,
    item: "last",
    remedy: "Train a pipeline first: deno task train xor",
  });
}

/**
 * No run of that name.
 *
 * @param count how many are recorded
 */
export function unknownRun(word: string, count: number): PipelineError {
  const runs = count === 1 ? "1 run is" : `${count} runs are`;
  return new PipelineError(
    `Cannot find run "${word}": ${runs} recorded, and none is called so`,
    {
      stage: typed,
      item: word,
      remedy:
        "See deno task runs; give the beginning of a name, last, or last~1 for the one before",
    },
  );
}

/**
 * More than one run that a word may mean.
 *
 * @param runs a line for each
 */
export function ambiguousRun(
  word: string,
  runs: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot tell which run "${word}" is: ${runs.length} are called so`,
    {
      stage: typed,
      item: word,
      remedy: ["Write more of the name of one of them:", ...runs].join("\n  "),
    },
  );
}

/** A run that goes on cannot be forgotten. */
export function runIsLive(id: string): PipelineError {
  return new PipelineError(`Cannot forget run "${id}": it is under way`, {
    stage: typed,
    item: id,
    remedy: "Wait for its end, or stop it with Ctrl-C where it runs",
  });
}

/** Nothing goes on that could be followed. */
export function noneUnderWay(): PipelineError {
  return new PipelineError("Cannot follow a run: none is under way", {
    stage: typed,
    remedy: "Name one to see what it told: deno task runs follow last",
  });
}

/** The process of a run that was followed is gone. */
export function lostRun(id: string, command: string): PipelineError {
  return new PipelineError(
    `Cannot follow run "${id}" to its end: its process was killed`,
    {
      stage: "runs",
      item: id,
      remedy: `What it saved is kept; to go on from there: ${command}`,
    },
  );
}

/** More runs go on than one. */
export function severalUnderWay(runs: readonly string[]): PipelineError {
  return new PipelineError(
    `Cannot tell which run to follow: ${runs.length} are under way`,
    {
      stage: typed,
      remedy: ["Name one of them:", ...runs].join("\n  "),
    },
  );
}

/** A test set is opened for a reason, which is kept. */
export function reasonMissing(spoken: string): PipelineError {
  return new PipelineError(
    `Cannot open the test set of "${spoken}": no reason is given`,
    {
      stage: typed,
      item: spoken,
      remedy:
        'Each look at it makes its figures worth less, so that all are counted, with why: add --reason "final figure for the report"',
    },
  );
}

/** A pipeline that keeps no items for a test. */
export function testSetAbsent(spoken: string, split: string): PipelineError {
  return new PipelineError(
    `Cannot open the test set of "${spoken}": its split keeps no items for one`,
    {
      stage: "split",
      item: spoken,
      remedy: split === "random"
        ? "Keep some: split: random({ valid: 0.2, test: 0.1, seed: 42 }), and train again"
        : `Keep some in split: ${split}(…), and train again`,
    },
  );
}

/** A pipeline that says nothing of how to judge it. */
export function nothingToJudgeBy(spoken: string): PipelineError {
  return new PipelineError(
    `Cannot evaluate "${spoken}": it has no metrics`,
    {
      stage: "metrics",
      item: spoken,
      remedy:
        "Add some, such as metrics: [errorRate()]; nothing is trained anew for it",
    },
  );
}

/** Nothing is stored of a pipeline that asks for a trained model. */
export function notTrained(
  doing: "evaluate" | "look into" | "report on",
  spoken: string,
  command: string,
): PipelineError {
  return new PipelineError(
    `Cannot ${doing} "${spoken}": it is not trained as it stands`,
    {
      stage: "model",
      item: spoken,
      remedy: `Train it first: ${command}`,
    },
  );
}
