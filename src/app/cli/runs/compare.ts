import { Command } from "@commander-js/extra-typings";
import { storeRoot } from "../../paths.ts";
import { compareRuns } from "../../runs/comparison.ts";
import { runOf } from "../../runs/references.ts";
import { statusOf } from "../../runs/run_status.ts";
import { RunStore } from "../../runs/run_store.ts";
import { attempt } from "../attempt.ts";
import {
  type ComparedRun,
  comparisonLines,
} from "../report/comparison_lines.ts";

async function compare(
  words: readonly [string, string],
  json: true | undefined,
): Promise<number> {
  using runs = RunStore.read(storeRoot());
  const side = async (word: string): Promise<ComparedRun> => {
    const run = runOf(runs, word);
    const status = await statusOf(storeRoot(), run);
    return { run, status, nodes: runs.nodes(run.id) };
  };
  const [before, after] = [await side(words[0]), await side(words[1])];
  const comparison = compareRuns(before, after);
  if (json) {
    const about = ({ run, status }: ComparedRun) => {
      const { id, pipeline, started, settings, seconds } = run;
      return { id, pipeline, started, settings, seconds, status };
    };
    console.log(JSON.stringify({
      before: about(before),
      after: about(after),
      ...comparison,
    }));
  } else {
    for (const line of comparisonLines(before, after, comparison)) {
      console.log(line);
    }
  }
  return 0;
}

/** `deno task runs compare`. */
export function compareCommand(exitWith: (code: number) => void): Command {
  return new Command("compare")
    .description("Show what two runs differ in: params, metrics, nodes, time")
    .argument("<before>", "a name, the beginning of one, or last~1")
    .argument("<after>", "another")
    .option("--json", "print one JSON object")
    .action(async (before, after, { json }) =>
      exitWith(await attempt(() => compare([before, after], json)))
    ) as unknown as Command;
}
