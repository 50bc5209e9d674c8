import { dirname, join, relative } from "node:path";
import { leadsOut } from "../../base/codec/leads_out.ts";
import { dataOutside } from "../../base/errors/pipeline_file.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";

/** What lies at the top of a project. */
const MARKS = [".git", "deno.json", "deno.jsonc", "package.json"];

/** The folder of the project that a file belongs to; its own if to none. */
async function projectOf(file: string): Promise<string> {
  const own = dirname(file);
  for (let folder = own;; folder = dirname(folder)) {
    for (const mark of MARKS) {
      if (await unlessAbsent(Deno.lstat(join(folder, mark)))) return folder;
    }
    if (folder === dirname(folder)) return own;
  }
}

/**
 * Checks what a pipeline file of this machine imports as data. Deno reads what
 * an import names, wherever it lies, without asking: a folder that somebody
 * downloaded must not read what lies beside it.
 *
 * @param paths of texts and JSON
 * @throws {PipelineError} when one lies outside of the file's project
 */
export async function checkLocalData(
  file: string,
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return;
  const project = await projectOf(file);
  const outside = paths.find((path) => leadsOut(relative(project, path)));
  if (outside !== undefined) throw dataOutside(file, outside, project);
}
