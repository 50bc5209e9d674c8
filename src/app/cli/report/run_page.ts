import type { EpochRow } from "../../../flow/events/event.ts";
import { valueText } from "../../../flow/pipeline/change_text.ts";
import type { NodeLine, RunDetails } from "../../runs/run_details.ts";
import type { RunRecord } from "../../runs/run_record.ts";
import { spokenFrom } from "../../runs/spoken_from.ts";
import { settingText } from "../../runs/setting_text.ts";
import { commandFor } from "../command_for.ts";
import { claimLines } from "./claim_lines.ts";
import { columns } from "./columns.ts";
import { EpochTable } from "./epoch_table.ts";
import { errorLines } from "./error_lines.ts";
import { duration, figure } from "../../format.ts";
import { openingLine } from "./opening_lines.ts";
import { pipelineLines } from "./pipeline_lines.ts";
import { when } from "./when.ts";

/** As many digits of a key as tell it from all others. */
const DIGITS = 10;

/** A paragraph with a title; nothing where there is nothing to say. */
function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : ["", title, ...lines.map((line) => line === "" ? "" : `  ${line}`)];
}

function machineText({ adapter, versions = {} }: RunRecord): string {
  const { description, driver, deno, convolutions } = adapter ?? {};
  const computed = { ...versions, ...deno ? { deno } : {} };
  return [
    ...adapter ? [String(description ?? adapter["name"])] : [],
    ...driver ? [`driver ${driver}`] : [],
    ...Object.entries(computed).map(([name, version]) => `${name} ${version}`),
    ...convolutions ? [`kernels ${convolutions}`] : [],
  ].join(", ");
}

/** What begins a page: what a run is, in a word each. */
function head({ run, status }: RunDetails): readonly string[] {
  const { settings, flags = [], model, seconds } = run;
  const ended = status !== "running" && status !== "killed";
  const rows: readonly (readonly [string, string])[] = [
    ["pipeline", run.pipeline],
    ["file", run.file],
    ["began", when(run.started)],
    ["status", ended ? `${status} after ${duration(seconds)}` : status],
    ["set", settings.map(settingText).join(" ")],
    ["flags", flags.join(" ")],
    ["computed on", machineText(run)],
    ["model", model ?? ""],
  ];
  return columns(rows.filter(([, text]) => text !== ""));
}

function epochLines(history: readonly EpochRow[]): readonly string[] {
  const table = new EpochTable();
  const lines = history.flatMap((row) => table.lines(row));
  return lines[0] === "" ? lines.slice(1) : lines;
}

function metricLines({ metrics, baseline }: RunRecord): readonly string[] {
  return columns(
    Object.entries(metrics).map(([name, value]) => [
      name,
      figure(value),
      `(guessing without looking: ${figure(baseline[name] ?? NaN)})`,
    ]),
    { right: [1] },
  );
}

function nodeLines(nodes: readonly NodeLine[]): readonly string[] {
  return columns(
    nodes.map(({ name, key, state, seconds }) => [
      name,
      key?.slice(0, DIGITS) ?? "",
      state,
      seconds === null ? "" : duration(seconds),
    ]),
    { right: [3] },
  );
}

/** What to type to do a run again. */
export function commandOf(run: RunRecord, folder: string): string {
  const { settings, flags = [] } = run;
  return [commandFor(spokenFrom(run, folder), settings), ...flags].join(" ");
}

/**
 * All that is known of a run, for people.
 *
 * @param folder where they are: files below it are told from there
 */
export function runPage(
  details: RunDetails,
  folder: string,
): readonly string[] {
  const { run, status, history, nodes, error, openings } = details;
  const { description, claims = [] } = run;
  const killed = status === "killed"
    ? ["Its process was killed: it told no end; what it saved is kept"]
    : [];
  return [
    `Run ${run.id}`,
    ...section("", [...head(details), ...killed]).slice(2),
    ...section("Pipeline", description ? pipelineLines(description) : []),
    ...section(
      "Knobs",
      Object.entries(description?.knobs ?? {}).map(([name, value]) =>
        `${name} ${valueText(value)}`
      ),
    ),
    ...section("Epochs", epochLines(history)),
    ...section("Decisions", (run.decisions ?? []).map(({ text }) => text)),
    ...section("Metrics", metricLines(run)),
    ...section("Claims", claimLines(claims)),
    ...section("Nodes", nodeLines(nodes)),
    ...section("Error", error ? errorLines(error) : []),
    ...section(
      "Openings of the test set",
      openings.map((each) => openingLine(each)),
    ),
    ...section("To do it again, with the file as it was", [
      commandOf(run, folder),
    ]),
  ];
}
