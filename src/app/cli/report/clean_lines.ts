import type { Told } from "../../clean/session.ts";

/** What was chosen, and what is to be done next. */
export function cleanLines(
  { pipeline, path, lacking, choices }: Told,
): readonly string[] {
  const all = Object.values(choices);
  if (all.length === 0) return ["Nothing is chosen"];
  const count = (of: string) =>
    all.filter(({ choice }) => choice === of).length;
  const told = [
    `${count("drop")} to drop`,
    `${count("relabel")} to relabel`,
    `${count("keep")} to keep`,
  ].join(", ");
  return [
    `${path}: ${told}`,
    ...lacking === null
      ? []
      : [`The pipeline does not read it yet. Write there: ${lacking}`],
    `What that changes: deno task plan ${pipeline}`,
  ];
}
