import type { RunRecord } from "../../runs/run_record.ts";
import type { RunStatus } from "../../runs/run_status.ts";
import { shortId } from "../../runs/run_store.ts";
import { settingText } from "../../runs/setting_text.ts";
import { columns } from "./columns.ts";
import { duration, figure } from "../../format.ts";
import { when } from "./when.ts";

/** A run in a list. */
export interface ListedRun {
  readonly run: RunRecord;
  readonly status: RunStatus;
}

/** A pipeline in a column: of a checksum that was asked for, the beginning. */
export function pipelineText(spoken: string): string {
  return spoken.replace(/(sha256=[0-9a-f]{10})[0-9a-f]{54}(?=&|$)/, "$1…");
}

/** How long a run took, or goes on already; nothing where nobody knows. */
function took({ run, status }: ListedRun, now: number): string {
  if (status === "killed") return "";
  if (status !== "running") return duration(run.seconds);
  return duration(Math.max(0, (now - Date.parse(run.started)) / 1000));
}

/** Runs as a table. */
export function runList(
  runs: readonly ListedRun[],
  now: number,
): readonly string[] {
  const rows = runs.map((each) => {
    const { run, status } = each;
    const [metric] = Object.entries(run.metrics);
    return [
      shortId(run.id),
      when(run.started),
      pipelineText(run.pipeline),
      status,
      metric ? `${metric[0]} ${figure(metric[1])}` : "",
      took(each, now),
      run.settings.map(settingText).join(" "),
    ];
  });
  const head = ["run", "when", "pipeline", "status", "", "time", "set"];
  return columns([head, ...rows], { right: [5] });
}
