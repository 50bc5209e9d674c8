import { PipelineError } from "./pipeline_error.ts";

/** One complaint of a schema: where, and what is wrong there. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** `epochs: Too small…; batch: Invalid input…` */
export function listComplaints(complaints: readonly Complaint[]): string {
  return complaints.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`
  ).join("; ");
}

/** The params of a stage do not fit its schema. */
export function invalidParams(
  role: string,
  op: string,
  complaints: readonly Complaint[],
  given: unknown,
): PipelineError {
  if (given === undefined) {
    return new PipelineError(
      `Cannot make ${role} "${op}": it got no settings, and needs some`,
      {
        stage: role,
        item: op,
        remedy: `Write them in braces: ${op}({ name: value })`,
      },
    );
  }
  return new PipelineError(
    `Cannot make ${role} "${op}": ${listComplaints(complaints)}`,
    { stage: role, item: op, remedy: `Correct the arguments of ${op}()` },
  );
}

/** Where settings should stand, something stands that has none. */
export function notSettings(
  role: string,
  name: string,
  given: unknown,
): PipelineError {
  const what = typeof given === "function"
    ? "a function"
    : JSON.stringify(given) ?? String(given);
  return new PipelineError(
    `Cannot read the settings of ${name}(): expected an object, received ${what}`,
    {
      stage: role,
      item: name,
      remedy: "Write each setting with its name, in braces: { name: value }",
    },
  );
}

/** A description names a stage that this version of Leat does not have. */
export function unknownStage(role: string, op: string): PipelineError {
  return new PipelineError(`Cannot find ${role} "${op}": no such stage`, {
    stage: role,
    item: op,
    remedy: "Use a version of Leat that has it, or define it in the pipeline",
  });
}

/** A description names a stage that works otherwise in this version of Leat. */
export function otherVersion(
  role: string,
  op: string,
  wanted: number,
  version: number,
): PipelineError {
  return new PipelineError(
    `Cannot use version ${wanted} of ${role} "${op}": here is version ${version}, which may give other results`,
    {
      stage: role,
      item: op,
      remedy: "Use the version of Leat that wrote it, or train again",
    },
  );
}
