import { plainText } from "../../../base/codec/plain_text.ts";
import { type Finding, percent } from "../../../flow/audit/finding.ts";
import type { AuditEnd } from "../../look/audit_pipeline.ts";
import { columns } from "./columns.ts";

/** Lines of one finding, before they are counted. */
const NAMED = 10;

/** Classes that are named; a data set may have a thousand. */
const CLASSES = 40;

function findingLines({ level, text, about }: Finding): readonly string[] {
  const left = about.length - NAMED;
  return [
    level === "warning" ? `Warning: ${text}` : `Note: ${text}`,
    ...about.slice(0, NAMED).map((each) => `    ${each}`),
    ...left > 0 ? [`    and ${left} more: --json names them all`] : [],
  ];
}

function classLines({ classes, sizes }: AuditEnd): readonly string[] {
  if (classes.length === 0) return [];
  const cell = (count: number, of: number) =>
    of === 0 ? "" : `${count} (${percent(count / of)})`;
  const left = classes.length - CLASSES;
  return [
    ...columns([
      ["class", "train", "valid"],
      ...classes.slice(0, CLASSES).map(({ name, train, valid }) => [
        name,
        cell(train, sizes.train),
        cell(valid, sizes.valid),
      ]),
    ], { right: [1, 2] }),
    ...left > 0 ? [`and ${left} more classes`] : [],
    "",
  ];
}

/** What an audit found, as lines. */
export function auditLines(spoken: string, end: AuditEnd): readonly string[] {
  const { status, sizes, findings, looked } = end;
  if (status !== "ok") return [];
  const sets = Object.entries(sizes).filter(([, size]) => size > 0)
    .map(([name, size]) => `${size} ${name}`);
  const warnings = findings.filter(({ level }) => level === "warning").length;
  return [
    `${spoken}: ${sets.join(", ")}${
      looked > 0 ? `; ${looked} pictures were looked at` : ""
    }`,
    "",
    ...classLines(end),
    ...findings.flatMap(findingLines),
    warnings === 0
      ? "Nothing to warn of"
      : `${warnings} ${warnings === 1 ? "warning" : "warnings"}`,
  ].map((line) => plainText(line));
}
