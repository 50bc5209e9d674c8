import { isAbsolute, relative } from "node:path";
import { isWebAddress } from "../../base/codec/web_address.ts";
import type { RunRecord } from "./run_record.ts";

/**
 * The pipeline of a run as it can be typed again in a folder.
 *
 * @param folder files below it are told from there
 */
export function spokenFrom(
  { pipeline, file, export: exported }: Pick<
    RunRecord,
    "pipeline" | "file" | "export"
  >,
  folder: string,
): string {
  const [name = ""] = pipeline.split("#");
  const isName = !name.includes("/") && !name.endsWith(".ts");
  if (isName || isWebAddress(pipeline)) return pipeline;
  const path = relative(folder, file);
  const near = path.startsWith("..") || isAbsolute(path) ? file : `./${path}`;
  return exported === "default" ? near : `${near}#${exported}`;
}
