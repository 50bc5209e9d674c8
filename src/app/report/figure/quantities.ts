/**
 * Numbers that were predicted, beside those that are.
 *
 * @module
 */
import {
  histogram,
  type Residuals,
} from "../../../engine/inspect/residuals.ts";
import type { Predictions } from "../../../flow/stage/objective.ts";
import { figure } from "../../format.ts";
import { html } from "../html.ts";
import type { Drawing } from "./drawing.ts";
import { at, axisFor, plot } from "./plot.ts";

/** As many points as a page should hold. */
const POINTS = 2000;
const BINS = 20;

/** Predicted against actual numbers; on the diagonal they are equal. */
export function scatter({ outputs, targets }: Predictions): Drawing {
  const both = [...targets, ...outputs];
  const x = axisFor("actual", both);
  const every = Math.ceil(targets.length / POINTS);
  const rows = [...targets.keys()].filter((row) =>
    row % every === 0 && Number.isFinite(outputs[row])
  );
  return {
    name: "predicted",
    title: "Predicted against actual",
    description: `${rows.length} items${
      every > 1 ? `, one of every ${every}` : ""
    }. On the diagonal the prediction is exact.`,
    ...plot({
      x,
      y: { ...x, label: "predicted" },
      height: 380,
      keys: [{ text: "exact", look: "rule" }],
    }, (places) =>
      html`
        <path class="rule" d="M${places.x(x.low)},${places.y(x.low)}L${places.x(
          x.high,
        )},${places.y(x.high)}" />
        <g class="fill-one" fill-opacity="0.5">${rows.map((row) =>
          html`
            <circle cx="${places.x(targets[row] ?? NaN)}" cy="${places.y(
              outputs[row] ?? NaN,
            )}" r="3" />
          `
        )}</g>
      `),
  };
}

/** How far off predictions are, and to which side. */
export function residualHistogram({ values, mean }: Residuals): Drawing {
  const bins = histogram(values, BINS);
  const most = bins.reduce((most, { count }) => Math.max(most, count), 0);
  const x = axisFor(
    "predicted less actual",
    bins.flatMap(({ from, to }) => [from, to]),
  );
  return {
    name: "residuals",
    title: "Residuals",
    description: `Predicted less actual, in ${bins.length} bins; the mean is ${
      figure(mean)
    }.`,
    ...plot({
      x,
      y: { ...axisFor("items", [0, most]), low: 0 },
      keys: [{ text: "exact", look: "rule" }],
    }, (places) => {
      const zero = x.low < 0 && x.high > 0
        ? html`
          <path class="rule" d="M${places.x(0)},${places.top}V${places
            .bottom}" />
        `
        : undefined;
      return html`${
        bins.map(({ from, to, count }) => {
          const left = from === to ? places.x(from) - 8 : places.x(from) + 0.5;
          const right = from === to ? places.x(to) + 8 : places.x(to) - 0.5;
          return html`
            <rect class="fill-one" x="${at(left)}" y="${places.y(
              count,
            )}" width="${at(Math.max(1, right - left))}"
              height="${at(places.bottom - places.y(count))}" />
          `;
        })
      }${zero}`;
    }),
  };
}
