import { Command } from "@commander-js/extra-typings";
import {
  lostRun,
  noneUnderWay,
  severalUnderWay,
} from "../../../base/errors/runs.ts";
import type { RunEvent } from "../../../flow/events/event.ts";
import { callerFolder, storeRoot } from "../../paths.ts";
import { followRun } from "../../runs/follow.ts";
import { runLine, runOf } from "../../runs/references.ts";
import { isLive } from "../../runs/run_files.ts";
import type { RunRecord } from "../../runs/run_record.ts";
import { RunStore } from "../../runs/run_store.ts";
import { errorEvent } from "../../error_event.ts";
import { attempt } from "../attempt.ts";
import { CODES } from "../exit_codes.ts";
import { listenForInterrupts } from "../interrupts.ts";
import { commandOf } from "../report/run_page.ts";
import { TerminalReport } from "../report/terminal_report.ts";

/** The one run that goes on. */
async function underWay(runs: RunStore): Promise<RunRecord> {
  const live: RunRecord[] = [];
  for (const run of runs.list({ status: "running" })) {
    if (await isLive(storeRoot(), run.id)) live.push(run);
  }
  const [first, ...others] = live;
  if (first === undefined) throw noneUnderWay();
  if (others.length > 0) throw severalUnderWay(live.map(runLine));
  return first;
}

async function find(word: string | undefined): Promise<RunRecord> {
  using runs = RunStore.read(storeRoot());
  return word === undefined ? await underWay(runs) : runOf(runs, word);
}

/** The record of a run as it is by now. */
function reread({ id }: RunRecord): RunRecord | undefined {
  using runs = RunStore.read(storeRoot());
  return runs.find(id)[0];
}

async function follow(
  word: string | undefined,
  { json, verbose = false }: {
    readonly json?: true | undefined;
    readonly verbose?: true | undefined | false;
  },
): Promise<number> {
  const run = await find(word);
  const command = commandOf(run, callerFolder());
  const report = json
    ? undefined
    : new TerminalReport(command, Deno.stdout.isTerminal(), verbose);
  using interrupts = listenForInterrupts();
  const events = followRun(storeRoot(), run.id, interrupts.signal);
  let last: RunEvent | undefined;
  let next = await events.next();
  for (; !next.done; next = await events.next()) {
    last = next.value;
    if (report) report.show(last);
    else console.log(JSON.stringify(last));
  }
  if (next.value === "left") {
    report?.show({ type: "notice", text: "Left; the run goes on" });
    return CODES.cancelled;
  }
  if (last?.type === "run.end") return CODES[last.status];
  // Its events ended early: the disk may have been full.
  const status = reread(run)?.status ?? "running";
  if (status !== "running") return CODES[status];
  const lost = lostRun(run.id, command);
  if (report === undefined) throw lost;
  report.show(errorEvent(lost));
  return 1;
}

/** `deno task runs follow`. */
export function followCommand(exitWith: (code: number) => void): Command {
  return new Command("follow")
    .description("Show what a run tells, from its beginning, as it goes on")
    .argument(
      "[run]",
      "a name, or last; the run that is under way, unless told",
    )
    .option("--json", "print its events as NDJSON and nothing else")
    .option("--verbose", "say which steps were replayed, and on which kernels")
    .action(async (word, options) =>
      exitWith(await attempt(() => follow(word, options)))
    ) as unknown as Command;
}
