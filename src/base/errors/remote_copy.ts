import { PipelineError } from "./pipeline_error.ts";
import { remoteFault } from "./_remote_fault.ts";

/** A pipeline that cannot be copied as it is. */
export function notVendored(
  url: string,
  module: string,
  why: string,
): PipelineError {
  return remoteFault(
    "vendor",
    url,
    `"${module}" cannot be copied: ${why}`,
    "Copy it by hand, and give its modules relative imports and plain names",
  );
}

/** Files that would be lost. */
export function vendoredChanged(
  folder: string,
  files: readonly string[],
): PipelineError {
  const some = files.slice(0, 5).map((path) => `"${path}"`).join(", ");
  const more = files.length > 5 ? ` and ${files.length - 5} more` : "";
  return remoteFault(
    "vendor into",
    folder,
    `${some}${more} would be written over, and were changed since`,
    "Give another folder, or write over them with --force",
  );
}

/** A pipeline file with nothing of the web in it. */
export function nothingRemote(file: string): PipelineError {
  return new PipelineError(
    `Cannot update "${file}": it imports nothing from the web`,
    {
      stage: "command",
      item: file,
      remedy: "Give an address, or a pipeline that imports one",
    },
  );
}

/** A pipeline of this machine that is to be copied. */
export function alreadyLocal(spoken: string): PipelineError {
  return new PipelineError(
    `Cannot vendor "${spoken}": it is on this machine already`,
    {
      stage: "command",
      item: spoken,
      remedy: "Give an address, such as https://example.org/pets.ts",
    },
  );
}

/** An update that nobody agreed to, and nobody is there to ask. */
export function updateUnasked(file: string): PipelineError {
  return remoteFault(
    "update",
    file,
    "there is no terminal to ask on",
    "Read what changed; to pin it, add --yes",
  );
}
