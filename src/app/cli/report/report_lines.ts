import { dirname } from "node:path";
import type { ReportEnd } from "../../report/report.ts";
import { claimLines } from "./claim_lines.ts";
import { columns } from "./columns.ts";
import { figure } from "../../format.ts";

/** What a report gave, for people; nothing where it gave nothing. */
export function reportLines(
  { status, report, file, figures }: ReportEnd,
): readonly string[] {
  if (status === "cancelled") return ["Stopped"];
  if (report === null) return [];
  const rows = report.metrics.map(({ name, value, baseline, interval }) => [
    name,
    figure(value),
    interval ? `(${figure(interval.low)} to ${figure(interval.high)})` : "",
    `guessing ${figure(baseline)}`,
  ]);
  const [first] = figures;
  return [
    "",
    ...columns(rows, { right: [1] }),
    ...claimLines(report.claims),
    ...rows.length + report.claims.length > 0 ? [""] : [],
    `Report: ${file}`,
    ...first === undefined
      ? []
      : [`Figures: ${figures.length} files in ${dirname(first)}`],
  ];
}
