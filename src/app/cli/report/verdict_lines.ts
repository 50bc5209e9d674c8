import { type Difference, isData } from "../../verify/differences.ts";
import { KERNELS, type MachineDifference } from "../../verify/machine.ts";
import type { ComparedMetric, Verdict } from "../../verify/verdict.ts";
import { figure } from "../../format.ts";
import { joined } from "./plan_lines.ts";

/** Digits of a hash that tell it from others. */
const SHOWN = 10;

const list = new Intl.ListFormat("en-GB");

/** What it means that a node is the first to differ, by its first word. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ["source", "items were added or removed, or are not what they were"],
  ["label", "the same items have other labels"],
  ["split", "the same items are in other sets"],
  ["weights", "it would start from other trained weights"],
  ["statistics", "what is learned of the items before training is another"],
  ["input", "the same items are packed to other arrays"],
  ["fit", "the same data trains to other weights"],
  ["predictions", "the same weights answer otherwise"],
  ["metrics", "the same answers are judged otherwise"],
  ["model", "the same weights are kept in another model"],
]);

/** What a person may want to know of a comparison, and do about it. */
export function verdictLines(
  verdict: Verdict,
  command: string,
): readonly string[] {
  return [
    ...headLines(verdict),
    ...verdict.comparison === "metrics" ? metricLines(verdict) : [],
    ...machineLines(verdict),
    ...settingsLines(verdict),
    ...remedyLines(verdict, command),
  ];
}

function headLines(
  { first, comparison, differences }: Verdict,
): readonly string[] {
  if (first === null) {
    return comparison === "hashes"
      ? ["Same: every hash, loss and metric is as it was recorded"]
      : [
        "Same, as far as another machine can tell: all before training bit for bit, metrics within their tolerance",
      ];
  }
  const meaning = comparison === "hashes" || isData(first.node)
    ? MEANINGS.get(first.node.split("/")[0] ?? "")
    : "it is further from the record than the tolerance allows";
  const more = new Set(differences.map(({ node }) => node));
  return [
    `Differs from ${first.node} on${meaning ? `: ${meaning}` : ""}`,
    `  ${changeText(first)}`,
    ...more.size > 1 ? [`  ${list.format(joined([...more]))} differ`] : [],
  ];
}

/** A value as people compare it. */
function valueText(value: Difference["found"]): string {
  if (value === null) return "nothing";
  return typeof value === "number" ? String(value) : value.slice(0, SHOWN);
}

function changeText({ node, what, recorded, found }: Difference): string {
  return `${what} of ${node}: ${valueText(recorded)} recorded, ${
    valueText(found)
  } now`;
}

function metricLines({ metrics }: Verdict): readonly string[] {
  return Object.entries(metrics).map(([name, metric]) =>
    `  ${name}: ${metricText(metric)}`
  );
}

function metricText(
  { recorded, found, tolerance, stated }: ComparedMetric,
): string {
  const text = (value: number | null) =>
    value === null ? "nothing" : figure(value);
  return `${text(recorded)} recorded, ${text(found)} now; ${
    figure(tolerance)
  } apart are allowed${stated ? "" : " where the pipeline states nothing"}`;
}

function machineLines(
  { machine, comparison, first }: Verdict,
): readonly string[] {
  const told = comparison === "metrics" || first !== null || isOld(machine);
  if (!told || machine.length === 0) return [];
  return [
    "What computes is not what it was recorded with, and may round otherwise:",
    ...machine.map(({ name, recorded, found }) =>
      `  ${name}: ${recorded ?? "nothing"} recorded, ${found ?? "nothing"} now`
    ),
  ];
}

function settingsLines({ settings, first }: Verdict): readonly string[] {
  if (first === null || settings.length === 0) return [];
  return [
    `Settings changed since it was recorded: ${list.format(settings)}`,
  ];
}

/** Whether the record is of an older version of Leat's own numerics. */
function isOld(machine: readonly MachineDifference[]): boolean {
  return machine.some(({ name, recorded, found }) =>
    name === KERNELS && Number(recorded) < Number(found)
  );
}

function remedyLines(
  { first, machine, settings }: Verdict,
  command: string,
): readonly string[] {
  const anew = `record it anew: ${command}`;
  if (isOld(machine)) {
    return [`The record is of older kernels. If all else is well, ${anew}`];
  }
  if (first === null) return [];
  if (settings.length > 0) return [`If the change is wanted, ${anew}`];
  if (isData(first.node)) {
    return [
      `Restore what it was recorded with, or, if the change is wanted, ${anew}`,
    ];
  }
  if (machine.length > 0) {
    return [
      `If that is good enough, state a wider tolerance, as expect: [errorRate.within(0.05)], or ${anew}`,
    ];
  }
  return [
    "Neither settings nor what computes have changed. Code of the pipeline may have;",
    `or the record is of a cache that two machines filled: in an empty one, ${anew}`,
  ];
}
