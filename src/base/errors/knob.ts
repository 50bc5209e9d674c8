import { PipelineError } from "./pipeline_error.ts";
import { type Complaint, listComplaints } from "./stage.ts";

const stage = "pipeline";

/** A knob whose name could not be typed after `--set`, or means a param. */
export function knobMisnamed(name: unknown): PipelineError {
  const spoken = typeof name === "string"
    ? JSON.stringify(name)
    : `a ${typeof name}`;
  return new PipelineError(
    `Cannot make a knob of the name ${spoken}: it is no identifier`,
    {
      stage,
      item: String(name),
      remedy:
        "Name it in one word, such as learningRate: a dot is for the params of stages",
    },
  );
}

/** A knob without anything that says which values it takes. */
export function knobWithoutSchema(name: string): PipelineError {
  return new PipelineError(
    `Cannot make knob "${name}": its schema is none of zod's`,
    {
      stage,
      item: name,
      remedy: 'Give one, such as z.number().positive(): "leat" exports z',
    },
  );
}

/** The schema of a knob refuses its own default. */
export function knobDefaultUnfit(
  name: string,
  value: unknown,
  complaints: readonly Complaint[],
): PipelineError {
  return new PipelineError(
    `Cannot make knob "${name}" with ${spoken(value)}: ${
      listComplaints(complaints)
    }`,
    { stage, item: name, remedy: "Give it a default that its schema takes" },
  );
}

/** A knob whose value could not be written down. */
export function knobNotPlain(name: string, cause: unknown): PipelineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PipelineError(
    `Cannot make knob "${name}": ${
      why.replace(/^Cannot write ("(.*)") as canonical JSON: it/, (_, path) =>
        path === '"value"' ? "its value" : `its value's ${path}`)
    }`,
    {
      stage,
      item: name,
      remedy:
        "Let it be a string, finite number, boolean or null, or lists and objects of them",
      cause,
    },
  );
}

/** Two knobs of one name, of which `--set` could mean either. */
export function knobTwice(
  name: string,
  { first, second }: { readonly first: unknown; readonly second: unknown },
): PipelineError {
  const [a, b] = [spoken(first), spoken(second)];
  const how = a === b
    ? `both begin with ${a}, and their schemas differ`
    : `one is ${a} by default, the other ${b}`;
  return new PipelineError(`Cannot make knob "${name}" twice: ${how}`, {
    stage,
    item: name,
    remedy:
      "Rename one, or export the value of the other and use it in both places",
  });
}

/** A knob that is made when its value can be set no more. */
export function knobTooLate(name: string): PipelineError {
  return new PipelineError(
    `Cannot make knob "${name}" now: the file is loaded, and no --set reaches it`,
    {
      stage,
      item: name,
      remedy: "Make it at the top of the file, outside of functions",
    },
  );
}

/** A value for a knob that does not fit its schema: it was typed. */
export function knobSetUnfit(
  name: string,
  value: unknown,
  complaints: readonly Complaint[],
): PipelineError {
  return new PipelineError(
    `Cannot set ${name} to ${spoken(value)}: ${listComplaints(complaints)}`,
    {
      stage: "command",
      item: name,
      remedy: "Give a value that the knob takes",
    },
  );
}

function spoken(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
