import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { runName } from "../../lock/run.ts";
import { storeRoot } from "../../paths.ts";
import type { RunRecord } from "../../runs/run_record.ts";
import { statusOf } from "../../runs/run_status.ts";
import { RunStore } from "../../runs/run_store.ts";
import { attempt } from "../attempt.ts";
import { type ListedRun, runList } from "../report/run_list.ts";

/** A whole number as an option. */
function countOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number from 1, such as 50");
}

/** Whether a run is of a pipeline: by what was typed, or by its file's name. */
function isOf(run: RunRecord, pipeline: string): boolean {
  return [run.pipeline, run.slug, runName(run)].includes(pipeline);
}

/** A run without what only `show` tells. */
function jsonLine({ run, status }: ListedRun): string {
  const { description: _pipeline, history: _epochs, ...rest } = run;
  return JSON.stringify({ ...rest, status });
}

async function list(
  { pipeline, limit, json }: {
    readonly pipeline?: string | undefined;
    readonly limit: number;
    readonly json?: true | undefined;
  },
): Promise<number> {
  using runs = RunStore.read(storeRoot());
  const all = runs.list().filter((run) =>
    pipeline === undefined || isOf(run, pipeline)
  );
  const listed = await Promise.all(
    all.slice(0, limit).map(async (run) => ({
      run,
      status: await statusOf(storeRoot(), run),
    })),
  );
  if (json) {
    for (const each of listed) console.log(jsonLine(each));
    return 0;
  }
  if (all.length === 0) {
    const of = pipeline === undefined ? "" : ` of ${pipeline}`;
    console.log(`No run${of} is recorded yet`);
    return 0;
  }
  for (const line of runList(listed, Date.now())) console.log(line);
  if (all.length > limit) {
    console.log(
      `\n${limit} of ${all.length} runs; --limit ${all.length} shows all`,
    );
  }
  return 0;
}

/** `deno task runs list`. */
export function listCommand(exitWith: (code: number) => void): Command {
  return new Command("list")
    .description("List runs, the latest first")
    .option("--pipeline <name>", "only those of one, such as pets or pets#full")
    .option("--limit <count>", "how many", countOf, 20)
    .option("--json", "print one JSON line a run")
    .action(async (options) =>
      exitWith(await attempt(() => list(options)))
    ) as unknown as Command;
}
