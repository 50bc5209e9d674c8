import { PipelineError } from "./pipeline_error.ts";

/** A file that is there and is not what would be written. */
export interface Conflict {
  readonly path: string;
  /** Lines to add to it; without them it is another file. */
  readonly lacking?: readonly string[];
}

function told({ path, lacking }: Conflict): string {
  return lacking === undefined
    ? `Move ${path} away to begin with another; or go on with yours`
    : [`Add to ${path}:`, ...lacking.map((line) => `  ${line.trimEnd()}`)]
      .join("\n");
}

/** A folder with files that a new repository would have too. */
export function folderTaken(
  folder: string,
  conflicts: readonly Conflict[],
): PipelineError {
  const names = conflicts.map(({ path }) => path).join(", ");
  return new PipelineError(
    `Cannot begin in "${folder}": ${names} ${
      conflicts.length === 1 ? "is" : "are"
    } there already, and nothing is overwritten`,
    { item: folder, remedy: conflicts.map(told).join("\n") },
  );
}

/** A folder that cannot be made, or not be written to. */
export function folderUnwritable(
  folder: string,
  cause: unknown,
): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(`Cannot begin in "${folder}": ${why}`, {
    item: folder,
    remedy: "Name a folder that is empty, or not there yet",
    cause,
  });
}

/** A `package.json` that says nothing. */
export function packageUnreadable(path: string): PipelineError {
  return new PipelineError(`Cannot read "${path}": it is no package.json`, {
    item: path,
    remedy: "Correct it, or remove it",
  });
}

/** Leat's own repository has no package that another could install. */
export function notAPackage(): PipelineError {
  return new PipelineError(
    "Cannot begin a repository from Leat's own: others install its package",
    {
      remedy:
        "Make it with deno task pack; then, in your folder: npm install <the tarball>, and npx -y deno@2.9.6 run -A npm:leat init",
    },
  );
}
