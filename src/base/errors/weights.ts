import { PipelineError } from "./pipeline_error.ts";

const stage = "architecture";

/** Names that a message lists of each kind. */
const LISTED = 6;

/** How the tensors of a file differ from what an architecture needs. */
export interface Difference {
  /** Tensors that are not in the file, with the shape that is needed. */
  readonly missing: readonly string[];
  /** Tensors of the file that the architecture has no place for. */
  readonly unexpected?: readonly string[];
  /** Tensors with what they are and what is needed. */
  readonly misshaped: readonly string[];
  /** Tensors that hold what is no finite number. */
  readonly broken?: readonly string[];
}

function list(names: readonly string[]): string {
  const some = names.slice(0, LISTED).join(", ");
  const more = names.length - LISTED;
  return more > 0 ? `${some} and ${more} more` : some;
}

/** timm's "d" variants begin with three convolutions in place of one. */
function isDeepStem({ unexpected = [] }: Difference): boolean {
  return unexpected.some((name) => /^conv1\.0\.weight\b/.test(name));
}

/** Trained weights do not hold what the architecture needs, and nothing else. */
export function weightsDiffer(
  op: string,
  weights: string,
  difference: Difference,
): PipelineError {
  const { missing, unexpected = [], misshaped, broken = [] } = difference;
  const parts = [
    ["missing", missing] as const,
    ["unexpected", unexpected] as const,
    ["of another shape", misshaped] as const,
    ["not finite", broken] as const,
  ].filter(([, names]) => names.length > 0)
    .map(([what, names]) => `${what} ${list(names)}`);
  return new PipelineError(
    `Cannot load weights "${weights}" into ${op}: ${parts.join("; ")}`,
    {
      stage,
      item: weights,
      remedy: isDeepStem(difference)
        ? `These are of a variant with a deep stem, as timm's ${op}d: give weights of ${op} itself`
        : "Give weights that were made for this architecture",
    },
  );
}

/** Trained weights are in no order that can be read. */
export function weightsBroken(weights: string, cause: unknown): PipelineError {
  const why = (cause instanceof Error ? cause.message : String(cause))
    .replace(`Cannot read tensors from "${weights}": `, "");
  return new PipelineError(`Cannot read weights "${weights}": ${why}`, {
    stage,
    item: weights,
    remedy: cause instanceof PipelineError && cause.remedy ||
      "Correct the file, or give another one",
    cause,
  });
}

/** Trained weights were asked for and are not there. */
export function weightsAbsent(weights: string, cause: unknown): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(`Cannot read weights "${weights}": ${why}`, {
    stage,
    item: weights,
    remedy:
      "Put the file there, or leave weights out to start from random ones",
    cause,
  });
}

/** Trained weights are in a file of another format. */
export function weightsForeign(
  weights: string,
  format: { readonly name: string; readonly remedy: string },
): PipelineError {
  return new PipelineError(
    `Cannot read weights "${weights}": it is ${format.name}, not safetensors`,
    { stage, item: weights, remedy: format.remedy },
  );
}

/** Trained weights are not the ones that the pipeline names by checksum. */
export function weightsOther(
  weights: string,
  expected: string,
  actual: string,
): PipelineError {
  return new PipelineError(
    `Cannot use weights "${weights}": their SHA-256 should be ${expected} and is ${actual}`,
    {
      stage,
      item: weights,
      remedy:
        "Ask where the file comes from; if it is the right one, correct sha256",
    },
  );
}

/** What was the matter with a download, as the fault of these weights. */
export function weightsNotFetched(
  weights: string,
  cause: PipelineError,
): PipelineError {
  const { message, remedy = "Run again" } = cause;
  return new PipelineError(message, { stage, item: weights, remedy, cause });
}
