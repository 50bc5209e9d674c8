import type { EvaluationEnd, Figures } from "../../run/evaluate.ts";
import { columns } from "./columns.ts";
import { duration, figure } from "../../format.ts";
import { openedBefore } from "./opening_lines.ts";

/** A set's figures, each beside what guessing would give. */
function cells(
  { metrics, baseline }: Figures,
  name: string,
): readonly string[] {
  return [
    figure(metrics[name] ?? NaN),
    `(guessing ${figure(baseline[name] ?? NaN)})`,
  ];
}

/** What an evaluation gave, for people; nothing where it gave nothing. */
export function evaluationLines(
  spoken: string,
  { status, validation, test, seconds }: EvaluationEnd,
): readonly string[] {
  if (status === "cancelled") return ["Stopped"];
  if (!validation) return [];
  const sets = [validation, ...test ? [test] : []];
  const titles = ["validation", "test"];
  const head = sets.flatMap((set, at) => [
    titles[at] ?? "",
    `${set.count} items`,
  ]);
  const rows = Object.keys(validation.metrics).map((name) => [
    name,
    ...sets.flatMap((set) => cells(set, name)),
  ]);
  const opened = test
    ? [
      ...openedBefore(spoken, test.before, test.testSet),
      `This opening is number ${test.before.length + 1}: "${test.reason}"`,
      "",
    ]
    : [];
  return [
    "",
    ...opened,
    ...columns([["", ...head], ...rows], { right: [1, 3] }),
    "",
    "Guessing is what one answer for all would score: the most common class, or the mean",
    `${duration(seconds)} in all`,
  ];
}
