import { PipelineError } from "./pipeline_error.ts";
import { forbidden, WITHOUT_RIGHTS } from "./pipeline_file.ts";

const stage = "label";

/** How a label is shown: words in quotes. */
function show(label: unknown): string {
  return JSON.stringify(label) ?? String(label);
}

/** A label function threw. */
export function labelThrew(item: string, message: string): PipelineError {
  const asked = forbidden(message);
  return new PipelineError(`Cannot label "${item}": ${asked ?? message}`, {
    stage,
    item,
    remedy: asked
      ? WITHOUT_RIGHTS
      : "Make the label function answer for this item",
  });
}

/** A label function returned something that is no label. */
export function notALabel(item: string, returned: string): PipelineError {
  return new PipelineError(
    `Cannot label "${item}": the label function returned ${returned}`,
    {
      stage,
      item,
      remedy:
        "Return a string or boolean (a class), a finite number (a quantity) or a list of strings (tags)",
    },
  );
}

/** Labels of two types. */
export function mixedLabels(
  one: string,
  first: unknown,
  other: string,
  second: unknown,
): PipelineError {
  return new PipelineError(
    `Cannot tell the problem: "${one}" is labelled ${
      show(first)
    } and "${other}" ${show(second)}`,
    { stage, item: other, remedy: "Return one type of label for every item" },
  );
}

/** The loss does not score this kind of label. */
export function labelKindMismatch(
  loss: string,
  kind: string,
  example: unknown,
): PipelineError {
  return new PipelineError(
    `Cannot score labels such as ${show(example)} (${kind}) with ${loss}`,
    {
      stage: "loss",
      item: loss,
      remedy:
        "Use crossEntropy() for classes, mse() for numbers, binaryCrossEntropy() for tags",
    },
  );
}

/** All training items have the same class. */
export function oneClassOnly(
  classes: readonly (string | boolean)[],
): PipelineError {
  const only = classes.map(show).join(", ") || "nothing";
  return new PipelineError(
    `Cannot learn classes: every training item is labelled ${only}`,
    {
      stage,
      item: only,
      remedy: "Correct the label function, or add items of another class",
    },
  );
}

/** A label outside of training that no training item has. */
export function unseenLabel(
  item: string,
  label: string,
  classes: readonly string[],
): PipelineError {
  const known = classes.slice(0, 10).join(", ");
  return new PipelineError(
    `Cannot score "${item}": no training item is labelled "${label}"`,
    {
      stage,
      item,
      remedy:
        `Add training items of that class or split with stratify; known classes are ${known}`,
    },
  );
}

/** A label outside of training that is of another type. */
export function otherKindOfLabel(
  item: string,
  label: unknown,
  kind: "category" | "quantity" | "tags",
): PipelineError {
  const training = {
    category: "a class",
    quantity: "a number",
    tags: "a list of tags",
  }[kind];
  return new PipelineError(
    `Cannot score "${item}": it is labelled ${
      show(label)
    }, and training items are labelled with ${training}`,
    { stage, item, remedy: "Return one type of label for every item" },
  );
}
