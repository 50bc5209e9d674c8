import { PipelineError } from "./pipeline_error.ts";
import { type Complaint, listComplaints } from "./stage.ts";

const stage = "lock";

const failed = (action: string, path: string, fact: string, remedy: string) =>
  new PipelineError(`Cannot ${action} lock "${path}": ${fact}`, {
    stage,
    item: path,
    remedy,
  });

/** The text of a lock is no JSON. */
export function tornLock(path: string, conflict: boolean): PipelineError {
  return conflict
    ? failed(
      "read",
      path,
      "it holds the marks of a conflict",
      "Keep one side of each, as a line is whole by itself",
    )
    : failed(
      "read",
      path,
      "it is no JSON",
      "Restore it from version control, or remove it to trust all anew",
    );
}

/** A lock that another version of Leat wrote. */
export function foreignLock(
  path: string,
  found: number,
  known: number,
): PipelineError {
  return failed(
    "read",
    path,
    `its format is ${found}, and this version of Leat knows ${known}`,
    "Use the version of Leat that wrote it",
  );
}

/** A lock with something in it that does not belong there. */
export function brokenLock(
  path: string,
  complaints: readonly Complaint[],
): PipelineError {
  return failed(
    "read",
    path,
    listComplaints(complaints.slice(0, 3)),
    "Restore it from version control, or remove it to trust all anew",
  );
}

/** Something that a frozen lock says nothing of. */
export function notPinned(url: string, path: string): PipelineError {
  return new PipelineError(`Cannot use "${url}": "${path}" does not pin it`, {
    stage,
    item: url,
    remedy: "Train without --frozen to pin it, and commit the lock",
  });
}

/** A training that gave a figure which cannot be written down. */
export function notANumber(name: string, what: string): PipelineError {
  return new PipelineError(
    `Cannot record "${name}": its ${what} is not a number`,
    { stage, item: name, remedy: "Lower the learning rate, and train again" },
  );
}

/** What is there is not what was pinned. */
export function pinDiffers(
  url: string,
  { pinned, actual, path }: {
    readonly pinned: string;
    readonly actual: string;
    readonly path: string;
  },
): PipelineError {
  return new PipelineError(
    `Cannot use "${url}": its SHA-256 was ${pinned} when it was pinned, and is ${actual}`,
    {
      stage,
      item: url,
      remedy: `If the change is wanted, remove its line from "${path}"`,
    },
  );
}

/** What the codes of the operating system mean of a file. */
const FACTS: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission is denied"],
  ["EPERM", "permission is denied"],
  ["EROFS", "the disk is read-only"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota is used up"],
  ["EISDIR", "a folder stands there"],
  ["ENOENT", "it leads to a folder that is not there"],
]);

/**
 * What to throw when the disk does not give or take a lock; another error as
 * it is.
 */
export function lockFault(
  action: "read" | "write",
  path: string,
  error: unknown,
): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const fact = FACTS.get(String(error.code));
  if (fact === undefined) return error;
  return new PipelineError(`Cannot ${action} lock "${path}": ${fact}`, {
    stage,
    item: path,
    remedy: action === "read"
      ? "Make it readable, or leave it alone with --no-lock"
      : "Make its folder writable, or leave it alone with --no-lock",
    cause: error,
  });
}
