import type { Front } from "../graph/front.ts";
import type { PipelineDescription } from "../pipeline/description.ts";
import { balance } from "./balance.ts";
import { columns } from "./columns.ts";
import { duplicates } from "./duplicates.ts";
import type { Finding } from "./finding.ts";
import { labelSuspects } from "./label_suspects.ts";

/** The columns that an input names. */
function columnsRead({ input }: PipelineDescription): ReadonlySet<string> {
  const { continuous, categorical } = input.params;
  return new Set(
    [continuous, categorical].flatMap((names) =>
      Array.isArray(names) ? names.map(String) : []
    ),
  );
}

/** What of data may mislead, as far as it tells without being decoded. */
export function auditFront(
  description: PipelineDescription,
  front: Front,
): readonly Finding[] {
  return [
    ...balance(front),
    ...duplicates(front),
    ...labelSuspects(front),
    ...columns(front, columnsRead(description)),
  ];
}

/**
 * What a plan says of data: that classes are out of balance, or that what
 * judges is learned from.
 */
export function auditNotes(front: Front): readonly string[] {
  const texts = [...balance(front), ...duplicates(front)]
    .filter(({ level }) => level === "warning")
    .map(({ text }) => text);
  return texts.map((text, at) =>
    at < texts.length - 1 ? text : `${text} (deno task audit tells which)`
  );
}
