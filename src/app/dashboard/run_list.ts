import { statSync } from "node:fs";
import { runsFile } from "../runs/run_store.ts";
import { statusOf } from "../runs/run_status.ts";
import { type RunSummary, summaries } from "./run_summary.ts";

/** As many runs are listed; a command lists the others. */
const LISTED = 1000;

/** What a file is told by, whether or not it is there. */
function stamp(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "" : `${found.mtimeMs} ${found.size}`;
}

/**
 * The list of runs, which any process may add to. The record is read again
 * where its file changed: whoever looks on asks often.
 */
export class RunList {
  readonly #storeRoot: string;
  #stamp: string | undefined;
  #runs: readonly RunSummary[] = [];

  constructor(storeRoot: string) {
    this.#storeRoot = storeRoot;
  }

  /**
   * The latest runs as they are now, the latest first.
   *
   * @throws {PipelineError} when the record cannot be read
   */
  async now(): Promise<readonly RunSummary[]> {
    const found = stamp(runsFile(this.#storeRoot));
    if (found !== this.#stamp) {
      this.#runs = await summaries(this.#storeRoot, LISTED);
      this.#stamp = found;
    }
    // A process that is killed writes nothing.
    this.#runs = await Promise.all(
      this.#runs.map(async (run) => {
        const { id, status } = run;
        if (status !== "running") return run;
        return {
          ...run,
          status: await statusOf(this.#storeRoot, { id, status }),
        };
      }),
    );
    return this.#runs;
  }
}
