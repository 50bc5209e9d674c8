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
import { html } from "../html.ts";
import { quantityText } from "../quantity_text.ts";
import type { Drawing } from "./drawing.ts";
import { at, type Axis, axisFor, type Places, plot } from "./plot.ts";

/** More points than this hide each other: they are counted in squares. */
const POINTS = 400;
/** Squares along each axis. */
const SQUARES = 36;
const BINS = 20;

/** Of many points, how many lie in each square. */
function squares(
  { outputs, targets }: Predictions,
  { low, high }: Axis,
): readonly {
  readonly across: number;
  readonly up: number;
  readonly count: number;
}[] {
  const side = (high - low) / SQUARES;
  const counts = new Map<number, number>();
  targets.forEach((actual, row) => {
    const predicted = outputs[row] ?? NaN;
    if (!Number.isFinite(predicted)) return;
    const [across, up] = [actual, predicted]
      .map((value) => Math.floor((value - low) / side)) as [number, number];
    const square = across * SQUARES + up;
    counts.set(square, (counts.get(square) ?? 0) + 1);
  });
  return [...counts].map(([square, count]) => ({
    across: low + Math.floor(square / SQUARES) * side,
    up: low + square % SQUARES * side,
    count,
  }));
}

/** Predicted against actual numbers; on the diagonal they are equal. */
export function scatter(predictions: Predictions): Drawing {
  const { outputs, targets } = predictions;
  const x = axisFor("actual", [...targets, ...outputs]);
  const rows = [...targets.keys()].filter((row) =>
    Number.isFinite(outputs[row])
  );
  const isMany = rows.length > POINTS;
  const dots = (places: Places) =>
    rows.map((row) =>
      html`
        <circle cx="${places.x(targets[row] ?? NaN)}" cy="${places.y(
          outputs[row] ?? NaN,
        )}" r="3" />
      `
    );
  const counted = (places: Places) => {
    const held = squares(predictions, x);
    const most = held.reduce((most, { count }) => Math.max(most, count), 1);
    const side = (places.right - places.left) / SQUARES;
    const rise = (places.bottom - places.top) / SQUARES;
    return held.map(({ across, up, count }) =>
      html`
        <rect x="${places.x(across)}" y="${at(
          places.y(up) - rise,
        )}" width="${at(side)}" height="${at(rise)}"
          fill-opacity="${at(10 * (0.15 + 0.85 * Math.sqrt(count / most))) /
            10}" />
      `
    );
  };
  return {
    name: "predicted",
    title: "Predicted against actual",
    description: `${rows.length} items${
      isMany ? ", the darker a square the more of them" : ""
    }. On the dashed diagonal the prediction is exact; above it the model says too much.`,
    ...plot({
      x,
      y: { ...x, label: "predicted" },
      height: 380,
      keys: [{ text: "exact", look: "rule" }],
    }, (places) =>
      html`
        <g class="fill-one" fill-opacity="${isMany ? 1 : 0.5}">${isMany
          ? counted(places)
          : dots(places)}</g>
        <path class="rule" d="M${places.x(x.low)},${places.y(x.low)}L${places.x(
          x.high,
        )},${places.y(x.high)}" />
      `),
  };
}

/** How far off predictions are, and to which side. */
export function residualHistogram(
  { values, mean, meanAbsolute }: Residuals,
): Drawing {
  const text = quantityText(meanAbsolute / 10);
  const bins = histogram(values, BINS);
  const most = bins.reduce((most, { count }) => Math.max(most, count), 0);
  const x = axisFor(
    "predicted less actual",
    bins.flatMap(({ from, to }) => [from, to]),
  );
  return {
    name: "residuals",
    title: "Residuals",
    description:
      `How far off the model is: right of the dashed line it says too much, left of it too little. The mean is ${
        text(mean)
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
