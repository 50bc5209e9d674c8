import { PipelineError } from "./pipeline_error.ts";

/** An address that Leat does not fetch from. */
export function refusedUrl(url: string, fact: string): PipelineError {
  return failed(url, fact, "Use an https address, or fetch the file by hand");
}

/** The server said no, and would say so again. */
export function refusedByServer(
  url: string,
  status: number,
  words: string,
): PipelineError {
  const answer = `${status} ${words}`.trim();
  return failed(
    url,
    `the server answers ${answer}`,
    "Check the address, and whether the file is still there",
  );
}

/** The network failed, again and again. */
export function brokenDownload(
  url: string,
  attempts: number,
  bytes: number,
  cause: unknown,
): PipelineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return failed(
    url,
    `attempt ${attempts} broke off with ${bytes} bytes here (${reason})`,
    "Check the network and run again: it goes on where it stopped",
    cause,
  );
}

/** What came is not what was asked for. It was removed. */
export function wrongDownload(
  url: string,
  what: "size" | "SHA-256",
  expected: string | number,
  actual: string | number,
): PipelineError {
  return failed(
    url,
    `its ${what} should be ${expected} and is ${actual}`,
    "Run again; if it stays so, the file has changed: ask where it comes from",
  );
}

/** More comes than may. What came was removed. */
export function largeDownload(url: string, most: number): PipelineError {
  return failed(
    url,
    `it has more than ${most} bytes`,
    "Declare its size if that is less; else fetch it by hand",
  );
}

/** An address that leads on and on. */
export function endlessRedirects(url: string, hops: number): PipelineError {
  return failed(
    url,
    `it leads from address to address, more than ${hops} times`,
    "Give the address that it leads to",
  );
}

/** A file without a known checksum is not the one that came the first time. */
export function changedDownload(
  url: string,
  pinned: string,
  actual: string,
  pins: string,
): PipelineError {
  return failed(
    url,
    `it has changed since it was first fetched: its SHA-256 was ${pinned} and is ${actual}`,
    `If the change is wanted, remove its line from "${pins}"`,
  );
}

/** The file of remembered checksums cannot be read, and so not be trusted. */
export function damagedPins(path: string): PipelineError {
  return new PipelineError(
    `Cannot read pins "${path}": it is not a JSON object of checksums`,
    {
      stage: "source",
      item: path,
      remedy: "Restore the file, or remove it to trust each address anew",
    },
  );
}

function failed(
  url: string,
  fact: string,
  remedy: string,
  cause?: unknown,
): PipelineError {
  return new PipelineError(`Cannot download "${url}": ${fact}`, {
    stage: "source",
    item: url,
    remedy,
    ...(cause === undefined ? {} : { cause }),
  });
}
