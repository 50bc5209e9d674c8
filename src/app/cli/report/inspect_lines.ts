import { dirname } from "node:path";
import { plainText } from "../../../base/codec/plain_text.ts";
import type { InspectEnd } from "../../insight/inspect_pipeline.ts";

/** What was seen of a network, as lines: what of it, and where. */
export function inspectLines(
  { status, file, sheets, layers, cam }: InspectEnd,
): readonly string[] {
  if (status === "cancelled") return ["Stopped"];
  if (file === null) return [];
  const [sheet] = sheets;
  const lines = [
    ...layers.map(({ layer, shape: [height, width, count], channels }) =>
      `${layer}: ${height} × ${width}, ${channels.length} of ${count} channels`
    ),
    `Grad-CAM at ${cam}`,
    `Page: ${file}`,
    ...sheet === undefined
      ? []
      : [`Sheets: ${sheets.length} files in ${dirname(sheet)}`],
  ];
  return lines.map((line) => plainText(line));
}
