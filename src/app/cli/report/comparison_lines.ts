import { changeText } from "../../../flow/pipeline/change_text.ts";
import type { Comparison, Side } from "../../runs/comparison.ts";
import type { RunRecord } from "../../runs/run_record.ts";
import type { RunStatus } from "../../runs/run_status.ts";
import { shortId } from "../../runs/run_store.ts";
import { settingText } from "../../runs/setting_text.ts";
import { columns } from "./columns.ts";
import { duration, figure } from "../../format.ts";
import { pipelineText } from "./run_list.ts";
import { when } from "./when.ts";

/** One side of a comparison, as people read it. */
export interface ComparedRun extends Side {
  readonly status: RunStatus;
}

function cell(value: number | null): string {
  return value === null ? "none" : figure(value);
}

/** `+0.0120`, `-0.0300`, and nothing where there is no difference to take. */
function signed(value: number | null): string {
  if (value === null || Number.isNaN(value)) return "";
  return `${value > 0 ? "+" : ""}${figure(value)}`;
}

function timeOf({ run, status }: ComparedRun): string {
  return status === "running" || status === "killed"
    ? ""
    : duration(run.seconds);
}

function didOf({ executed, reused }: RunRecord): string {
  return `${executed.length} computed, ${reused.length} reused`;
}

function table(
  before: ComparedRun,
  after: ComparedRun,
  { metrics }: Comparison,
): readonly string[] {
  const row = (title: string, tell: (side: ComparedRun) => string) => [
    title,
    tell(before),
    tell(after),
  ];
  return columns([
    row("", ({ run }) => shortId(run.id)),
    row("pipeline", ({ run }) => pipelineText(run.pipeline)),
    row("when", ({ run }) => when(run.started)),
    row("status", ({ status }) => status),
    row("set", ({ run }) => run.settings.map(settingText).join(" ") || "-"),
    row("time", timeOf),
    row("nodes", ({ run }) => didOf(run)),
    ...metrics.map(({ name, before, after, difference }) => [
      name,
      cell(before),
      cell(after),
      signed(difference),
    ]),
  ]);
}

/** That no node differs, or why nobody knows. */
function settled(sides: readonly ComparedRun[]): readonly string[] {
  const unknown = sides.filter(({ nodes }) => nodes.length === 0);
  return unknown.length === 0
    ? ["No node differs: both runs have the same results"]
    : unknown.map(({ run, status }) =>
      `Run ${
        shortId(run.id)
      } (${status}) came to no end, so that its nodes are not known`
    );
}

function differences(
  sides: readonly [ComparedRun, ComparedRun],
  { knobs, params, machine, first, equal }: Comparison,
): readonly string[] {
  const list = (title: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : ["", title, ...texts.map((each) => `  ${each}`)];
  const why = first ? first.why.join(", ") : "";
  return [
    ...list("Knobs", knobs.map(changeText)),
    ...list("Params", params.map(changeText)),
    ...list("Computed on", machine.map(changeText)),
    ...first
      ? ["", `The first node that differs is ${first.node}: ${why}`]
      : [],
    ...equal
      ? ["", "The runs are equal: the same nodes with the same results"]
      : first === null
      ? ["", ...settled(sides)]
      : [],
  ];
}

/** Two runs side by side, for people. */
export function comparisonLines(
  before: ComparedRun,
  after: ComparedRun,
  comparison: Comparison,
): readonly string[] {
  return [
    ...table(before, after, comparison),
    ...differences([before, after], comparison),
  ];
}
