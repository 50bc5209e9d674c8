import { answersOf, confusionOf } from "../../engine/inspect/classes.ts";
import { noClasses } from "../../base/errors/notebook.ts";
import type { Predictions } from "../../flow/stage/objective.ts";
import { confusionDrawing } from "../report/figure/confusion.ts";
import { shownAs } from "./jupyter.ts";
import { picture } from "./markup.ts";

/** Which class was taken for which; a notebook draws it. */
export interface ConfusionMatrix {
  /** In the order of rows and columns. */
  readonly classes: readonly string[];
  /** Rows are what items are, columns what the model said of them. */
  readonly counts: readonly (readonly number[])[];
}

/**
 * Counts which class of the validation set was taken for which.
 *
 * @throws {RangeError} where labels are no classes
 */
export function confusionMatrix(predictions: Predictions): ConfusionMatrix {
  const { target, columns } = predictions;
  if (target !== "category") throw noClasses(target);
  const classes = predictions.classes.map(String);
  const counts = confusionOf(answersOf(predictions), columns);
  const width = Math.max(...classes.map(({ length }) => length), 6) + 2;
  return shownAs({ classes, counts }, () => ({
    "text/html": picture(confusionDrawing(counts, classes)).toString().trim(),
    "text/plain": [
      ["", ...classes],
      ...counts.map((row, at) => [classes[at] ?? "", ...row.map(String)]),
    ].map((cells) => cells.map((cell) => cell.padStart(width)).join(""))
      .join("\n"),
  }));
}
