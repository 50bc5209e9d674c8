import { join } from "node:path";
import type { ExportEnd } from "../../export/export_model.ts";
import { bytes } from "../../format.ts";

/** What an export gave, for people; nothing where it gave nothing. */
export function exportLines(
  { status, format, folder, files }: ExportEnd,
): readonly string[] {
  if (status === "cancelled") return ["Stopped"];
  if (folder === null) return [];
  const all = files.reduce((sum, each) => sum + each.bytes, 0);
  const next = format === "web"
    ? `Try it: npx -y http-server ${folder}`
    : `How to run it: ${join(folder, "README.md")}`;
  return [`Exported: ${folder} (${bytes(all)})`, next];
}
