import { ambiguousRun, noRuns, unknownRun } from "../../base/errors/runs.ts";
import type { RunRecord } from "./run_record.ts";
import { type RunStore, shortId } from "./run_store.ts";

/** `last`, or so many before it: `last~2`. */
const BY_PLACE = /^last(?:~(\d{1,9}))?$/;

/** A run in a line, to tell it from others. */
export function runLine({ id, pipeline, started }: RunRecord): string {
  return `${shortId(id)} (${pipeline}, ${started}, ${id})`;
}

/**
 * The run that a word means: `last`, `last~1`, a name, or a part of one as
 * {@linkcode RunStore.find} takes it.
 *
 * @throws {PipelineError} when there is none, or more than one; those are listed
 */
export function runOf(runs: RunStore, word: string): RunRecord {
  const place = BY_PLACE.exec(word);
  if (place) {
    const found = runs.before(Number(place[1] ?? 0));
    if (found) return found;
    const { length } = runs.list();
    throw length === 0 ? noRuns() : unknownRun(word, length);
  }
  const [first, ...others] = runs.find(word);
  if (first === undefined) throw unknownRun(word, runs.list().length);
  if (others.length > 0) {
    throw ambiguousRun(word, [first, ...others].map(runLine));
  }
  return first;
}
