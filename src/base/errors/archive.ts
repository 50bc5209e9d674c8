import { PipelineError } from "./pipeline_error.ts";

const REFETCH = "Fetch it again, and check it against its SHA-256";
const SUSPECT = "Do not use it, or unpack it by hand and look what it holds";

/** The bytes are no archive that Leat unpacks. */
export function notAnArchive(name: string, cause?: unknown): PipelineError {
  return failed(
    name,
    "it is not a tar or tar.gz archive",
    "Pack it as tar.gz, or fetch it again",
    cause,
  );
}

/** The archive begins well, but does not go on. */
export function damagedArchive(name: string, cause: unknown): PipelineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return failed(
    name,
    `it is damaged or cut short (${reason})`,
    REFETCH,
    cause,
  );
}

/** A file of the archive would be written where it does not belong. */
export function unsafeArchive(
  name: string,
  path: string,
  fact: string,
): PipelineError {
  return failed(name, `its "${path}" ${fact}`, SUSPECT);
}

/** The archive holds more than was allowed: a mistake, or a bomb. */
export function hugeArchive(
  name: string,
  limit: number,
  unit: "files" | "bytes",
): PipelineError {
  return failed(name, `it holds more than ${limit} ${unit}`, SUSPECT);
}

/** The folder that was named is not in the archive. */
export function missingRoot(
  name: string,
  root: string,
  found: readonly string[],
): PipelineError {
  const names = found.map((each) => `"${each}"`).join(", ") || "nothing";
  return failed(
    name,
    `it has no folder "${root}", only ${names}`,
    "Correct the root of the dataset",
  );
}

function failed(
  name: string,
  fact: string,
  remedy: string,
  cause?: unknown,
): PipelineError {
  return new PipelineError(`Cannot unpack "${name}": ${fact}`, {
    stage: "source",
    item: name,
    remedy,
    ...(cause === undefined ? {} : { cause }),
  });
}
