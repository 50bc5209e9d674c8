import { PipelineError } from "./pipeline_error.ts";

/** A path in a pipeline from the web. */
export function localPathRefused(
  path: string,
  isRemote: boolean,
): PipelineError {
  return new PipelineError(
    isRemote
      ? `Cannot read "${path}": a pipeline from an address may not read files of this machine`
      : `Cannot read "${path}": a pipeline with modules from the web reads only what lies below its own folder`,
    {
      stage: "source",
      item: path,
      remedy: isRemote
        ? "Declare the data with dataset(), its url and its sha256; or vendor the pipeline"
        : "Put the data below the folder of the pipeline, or vendor what it imports",
    },
  );
}

/** An address that a pipeline from the web may not fetch from. */
export function refusedDataUrl(url: string, fact: string): PipelineError {
  return new PipelineError(`Cannot download "${url}": ${fact}`, {
    stage: "source",
    item: url,
    remedy:
      "A pipeline from the web fetches by https from hosts that anybody may reach",
  });
}

/** Data that could be anything. */
export function dataUnpinned(url: string): PipelineError {
  return new PipelineError(
    `Cannot download "${url}": a pipeline from the web must say its sha256`,
    {
      stage: "source",
      item: url,
      remedy:
        "Ask its author to declare the sha256; one that you know can be pinned in leat.lock",
    },
  );
}

/** Data that is too much. */
export function dataTooLarge(
  url: string,
  size: number,
  most: number,
): PipelineError {
  return new PipelineError(
    `Cannot download "${url}": it has ${size} bytes, and a pipeline from the web may fetch ${most}`,
    {
      stage: "source",
      item: url,
      remedy: "Vendor the pipeline, and train the copy",
    },
  );
}

/** A package that holds no dataset. */
export function unknownPackageData(
  file: string,
  known: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot read "${file}": a pipeline from the web may read packages of data alone`,
    {
      stage: "source",
      item: file,
      remedy: `These are ${known.map((name) => `"${name}"`).join(", ")}`,
    },
  );
}
