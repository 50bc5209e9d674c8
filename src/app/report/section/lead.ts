import { errorSizes } from "../../../engine/inspect/residuals.ts";
import { wilson } from "../../../engine/inspect/interval.ts";
import type { Contents } from "../contents.ts";
import { type Html, html } from "../html.ts";
import { percent } from "../parts.ts";
import { quantityText } from "../quantity_text.ts";

/** How many of so many are right, and how sure that is. */
function rightOf(right: number, count: number, what: string): Html {
  const { low, high } = wilson(right / count, count);
  return html`The model is right about <strong>${right} of ${count}</strong> ${what} (${
    percent(right / count)
  }; of more such items it would be between ${percent(low)} and ${
    percent(high)
  }, in 95 of 100 cases).`;
}

function ofClasses({ inspection, census }: Contents): Html | undefined {
  const { confusion, count, classes, figures } = inspection;
  if (confusion === undefined || count === 0) return undefined;
  const right = confusion.reduce((sum, row, at) => sum + (row[at] ?? 0), 0);
  const common = census.classes
    .reduce((most, each) => each.items.train > most.items.train ? each : most);
  const times = figures[classes.indexOf(common.name)]?.support ?? 0;
  return html`${
    rightOf(right, count, "items")
  } Always saying <strong>${common.name}</strong>, the most common class of the training set, would be right about ${times} (${
    percent(times / count)
  }).`;
}

function ofTags({ trained: { predictions } }: Contents): Html | undefined {
  const { count, columns, outputs, targets } = predictions;
  if (count === 0) return undefined;
  const isRight = (at: number) => outputs[at]! > 0.5 === targets[at]! > 0.5;
  let right = 0;
  for (let row = 0; row < count; row++) {
    const tags = Array.from({ length: columns }, (_, at) => row * columns + at);
    if (tags.every(isRight)) right++;
  }
  return rightOf(right, count, "items with all of their tags");
}

function ofNumbers({ inspection: { residuals }, census }: Contents): Html {
  const { mean, half } = errorSizes(residuals?.values ?? []);
  const text = quantityText(mean / 10);
  const { least = NaN, most = NaN } = census.spread?.train ?? {};
  return html`The model is off by <strong>${
    text(mean)
  }</strong> on average, and by less than ${
    text(half)
  } for half of the items. Labels of the training set are between ${
    text(least)
  } and ${text(most)}.`;
}

/** How good the model is, in a sentence or two. */
export function lead(contents: Contents): Html | undefined {
  switch (contents.inspection.target) {
    case "category":
      return ofClasses(contents);
    case "tags":
      return ofTags(contents);
    case "quantity":
      return ofNumbers(contents);
  }
}
