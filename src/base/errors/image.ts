import { PipelineError } from "./pipeline_error.ts";

const REPLACE = "Remove the file or fetch it again";

/** The file of an image has no bytes. */
export function emptyImage(name: string): PipelineError {
  return unreadable(name, "it is empty", REPLACE);
}

/** The bytes are something else, or an image of a rare format. */
export function notAnImage(name: string, cause?: unknown): PipelineError {
  return unreadable(
    name,
    "it is not a JPEG, PNG, WebP, GIF, TIFF or AVIF image",
    "Remove the file, or convert it to one of these",
    cause,
  );
}

/** All of the image can be decoded, and a part of its size cannot. */
export function notReduced(
  name: string,
  divisor: number,
  cause: unknown,
): PipelineError {
  return unreadable(
    name,
    `it does not decode at 1/${divisor} of its size (${reasonOf(cause)})`,
    "Remove the file, convert it, or leave out reducingGap of image()",
    cause,
  );
}

/** The image begins well, but does not decode to its end. */
export function damagedImage(name: string, cause: unknown): PipelineError {
  const fact = `it is damaged or cut short (${reasonOf(cause)})`;
  return unreadable(name, fact, REPLACE, cause);
}

/** The image claims more pixels than are decoded: a mistake, or a bomb. */
export function hugeImage(
  name: string,
  width: number,
  height: number,
  limit: number,
): PipelineError {
  return unreadable(
    name,
    `it has ${width} x ${height} pixels, more than the ${limit} allowed`,
    "Remove the file or make it smaller",
  );
}

function reasonOf(cause: unknown): string {
  const [reason = ""] = String(cause instanceof Error ? cause.message : cause)
    .split("\n");
  return reason;
}

function unreadable(
  name: string,
  fact: string,
  remedy: string,
  cause?: unknown,
): PipelineError {
  return new PipelineError(`Cannot read image "${name}": ${fact}`, {
    stage: "input",
    item: name,
    remedy,
    ...(cause === undefined ? {} : { cause }),
  });
}
