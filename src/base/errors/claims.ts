import { PipelineError } from "./pipeline_error.ts";

const stage = "expect";

/** A claim whose bound is no figure. */
export function claimUnbounded(
  about: string,
  relation: string,
  bound: unknown,
): PipelineError {
  const given = typeof bound === "number" ? String(bound) : typeof bound;
  const least = relation === "within" ? ", of at least 0" : "";
  return new PipelineError(
    `Cannot claim "${about} ${relation} ${given}": expected a finite number${least}`,
    { stage, item: about, remedy: `Write a number: ${relation}(0.08)` },
  );
}

/** A claim about what the pipeline does not give. */
export function claimUnlisted(
  about: string,
  names: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot claim anything of "${about}": the pipeline has no such figure`,
    {
      stage,
      item: about,
      remedy: `Add it to metrics, or claim something of ${names.join(", ")}`,
    },
  );
}

/** A claim about one of several metrics, and which is not said. */
export function claimAmbiguous(
  about: string,
  names: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot tell which "${about}" is claimed: the pipeline has ${names.length}`,
    {
      stage,
      item: about,
      remedy: `Say it by name: ${
        names.map((name) => `claim("${name}")`).join(" or ")
      }`,
    },
  );
}

/** Something that no claim can be made about. */
export function claimAboutNothing(found: string): PipelineError {
  return new PipelineError(`Cannot claim anything of ${found}`, {
    stage,
    item: found,
    remedy: 'Give a metric or a name: claim(errorRate()), claim("valid_loss")',
  });
}

/** What a pipeline claims is false. */
export function claimsFalse(
  claims: readonly { readonly text: string; readonly shown: string }[],
): PipelineError {
  const said = claims.map(({ text, shown }) => `${text} (it is ${shown})`);
  return new PipelineError(
    `Cannot keep what the pipeline claims: ${said.join("; ")}`,
    {
      stage,
      remedy:
        "Change the pipeline until it holds, or claim what is true; the model is there",
    },
  );
}
