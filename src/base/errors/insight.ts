import { PipelineError } from "./pipeline_error.ts";

/** A network that makes no images of images: there is nothing to see. */
export function nothingToSee(op: string, why: string): PipelineError {
  return new PipelineError(`Cannot look into ${op}: ${why}`, {
    stage: "architecture",
    item: op,
    remedy:
      "Patches, reconstructions and Grad-CAM need convolutions over images; deno task report tells of any pipeline",
  });
}

/** More names than these are not read. */
const MOST_NAMES = 40;

/**
 * No layer of that name makes images.
 *
 * @param names of those that do; of layers within others, the outer ones
 */
export function unknownLayer(
  layer: string,
  near: readonly string[],
  names: readonly string[],
): PipelineError {
  const listed = names.slice(0, MOST_NAMES).join(", ");
  const more = names.length > MOST_NAMES
    ? ` and ${names.length - MOST_NAMES} more`
    : "";
  const nearest = near.length > 0
    ? `Nearest are ${near.map((each) => `"${each}"`).join(", ")}; `
    : "";
  return new PipelineError(
    `Cannot look at layer "${layer}": none that makes images is called so`,
    {
      // What was typed is at fault: the exit code is 2.
      stage: "command",
      item: layer,
      remedy: `${nearest}there are ${listed}${more}`,
    },
  );
}

/**
 * A page or its sheets that cannot be put where they were asked for.
 *
 * @param path as the user wrote it
 */
export function insightUnwritable(
  path: string,
  option: "--out" | "--sheets" | "--explain",
  why: string,
): PipelineError {
  const wanted = option === "--out" ? "a file in a folder" : "a folder";
  return new PipelineError(`Cannot write what is seen to "${path}": ${why}`, {
    stage: "command",
    item: path,
    remedy: `Give ${option} ${wanted} that is there and may be written`,
  });
}
