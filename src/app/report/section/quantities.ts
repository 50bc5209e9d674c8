import { bootstrap } from "../../../engine/inspect/interval.ts";
import {
  type ErrorSizes,
  errorSizes,
  type Residuals,
} from "../../../engine/inspect/residuals.ts";
import type { Predictions } from "../../../flow/stage/objective.ts";
import { figure } from "../../format.ts";
import type { Contents } from "../contents.ts";
import { residualHistogram, scatter } from "../figure/quantities.ts";
import { type Html, html } from "../html.ts";
import { drawn, type Section, table } from "../parts.ts";
import { quantityText } from "../quantity_text.ts";

const meanSize = ({ outputs, targets }: Predictions) =>
  errorSizes([...outputs].map((value, at) => value - (targets[at] ?? NaN)))
    .mean;

/** The error sizes that are told, and what they are called. */
const SIZES: readonly (readonly [keyof ErrorSizes, string])[] = [
  ["mean", "on average (mean absolute error)"],
  ["half", "half of the items are off by less than"],
  ["mostOf", "nine of ten are off by less than"],
  ["rootMeanSquare", "root mean squared error"],
];

/** The model beside what always says the same number. */
function errors({ trained: { predictions }, census }: Contents): Html {
  const { outputs, targets } = predictions;
  const actual = [...targets];
  const sizesOf = (said: (at: number) => number) =>
    errorSizes(actual.map((value, at) => said(at) - value));
  const { mean = NaN, median = NaN } = census.spread?.train ?? {};
  const text = quantityText(sizesOf(() => mean).rootMeanSquare / 10);
  const all = [
    sizesOf((at) => outputs[at] ?? NaN),
    sizesOf(() => mean),
    sizesOf(() => median),
  ] as const;
  const [model, byMean, byMedian] = all;
  const interval = bootstrap(predictions, meanSize);
  const gain = 1 - model.mean / Math.min(byMean.mean, byMedian.mean);
  const sure = interval
    ? ` (95% interval: ${text(interval.low)} to ${text(interval.high)})`
    : "";
  const verdict = gain > 0
    ? `That is ${
      (gain * 100).toFixed(0)
    }% less than what always saying one number of the training set gives.`
    : html`
      <span
        class="bad">Always saying one number of the training set is no worse.</span>
    `;
  return html`<p>The model is off by <strong>${
    text(model.mean)
  }</strong> on average${sure}, in the unit of the label. ${verdict}</p>${
    table(
      "How far off, in the unit of the label",
      [
        { title: "error" },
        { title: "the model", number: true },
        { title: `always the mean, ${text(mean)}`, number: true },
        { title: `always the median, ${text(median)}`, number: true },
      ],
      SIZES.map(([size, name]) => [
        name,
        ...all.map((sizes) => text(sizes[size])),
      ]),
    )
  }`;
}

/** How far predicted numbers are from actual ones. */
export function quantities(
  contents: Contents,
  residuals: Residuals,
): Section {
  const { predictions } = contents.trained;
  const { mean, explained } = residuals;
  const text = quantityText(residuals.meanAbsolute / 10);
  const bias = text(mean) === "0" || text(mean) === "-0"
    ? "On average it says neither too much nor too little."
    : `On average it says ${text(Math.abs(mean))} too ${
      mean > 0 ? "much" : "little"
    }.`;
  const fit = Number.isFinite(explained)
    ? `R² is ${
      figure(explained)
    }: 1 is exact, and 0 is no better than always saying the mean of this set.`
    : "";
  return {
    id: "quantities",
    title: "Predicted and actual",
    body: html`
      ${errors(contents)}<div
        class="figures">${drawn(scatter(predictions))}${drawn(
          residualHistogram(residuals),
        )}</div><p>${bias} ${fit}</p>
    `,
  };
}
