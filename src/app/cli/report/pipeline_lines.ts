import { valueText } from "../../../flow/pipeline/change_text.ts";
import {
  type PipelineDescription,
  stagesAlone,
} from "../../../flow/pipeline/description.ts";
import type { Json } from "../../../flow/kinds/json.ts";
import { columns } from "./columns.ts";

/** Rows that stand in a file, and other long values, are cut. */
const WIDTH = 160;

function short(text: string): string {
  return text.length <= WIDTH ? text : `${text.slice(0, WIDTH - 1)}…`;
}

/** A described pipeline as it is written, a line a stage. */
export function pipelineLines(
  description: PipelineDescription,
): readonly string[] {
  const { format: _layout, ...stages } = stagesAlone(description);
  const rows = Object.entries(stages).flatMap(([key, held]) => {
    const each: readonly Json[] = Array.isArray(held) ? held : [held as Json];
    return each.map((
      stage,
      at,
    ) => [at === 0 ? key : "", short(valueText(stage))]);
  });
  return columns(rows);
}
