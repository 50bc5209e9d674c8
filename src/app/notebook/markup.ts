import { Buffer } from "node:buffer";
import type { EpochRow, MetricValues } from "../../flow/events/event.ts";
import { figure } from "../format.ts";
import { lossCurves, metricCurve } from "../report/figure/curves.ts";
import { asFile, type Drawing } from "../report/figure/drawing.ts";
import { type Html, html, type Part } from "../report/html.ts";
import { thinned } from "../report/parts.ts";

/** As many epochs are listed. */
const ROWS = 60;

/**
 * A drawing as a picture: a style sheet within it colours nothing else of the
 * notebook, and nothing of the notebook colours it.
 */
export function picture(drawing: Drawing): Html {
  const text = Buffer.from(asFile(drawing)).toString("base64");
  return html`
    <img src="data:image/svg+xml;base64,${text}" width="${drawing
      .width}"
      height="${drawing.height}" alt="${drawing.title}: ${drawing
        .description}"
      style="max-width:100%;height:auto">
  `;
}

/** A table in a notebook's own style. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly Part[])[],
): Html {
  return html`
    <table>
      <thead>
        <tr>${head.map((name) => html`<th>${name}</th>`)}</tr>
      </thead>
      <tbody>${rows.map((cells) =>
        html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`
      )}</tbody>
    </table>
  `;
}

/** The rows of a training, and its curves beside each other. */
export function trainingMarkup(
  history: readonly EpochRow[],
  baseline: MetricValues = {},
): Html | undefined {
  if (history.length === 0) return undefined;
  const names = Object.keys(history[0]?.metrics ?? {});
  const drawings = [
    lossCurves(history),
    ...names.map((name, at) => metricCurve(history, name, at, baseline)),
  ];
  return html`${
    plainTable(
      ["epoch", "train loss", "valid loss", ...names, "seconds"],
      thinned(history, ROWS).map((row) => [
        `${row.phase} ${row.epoch}/${row.epochs}`,
        figure(row.train_loss),
        figure(row.valid_loss),
        ...names.map((name) => figure(row.metrics[name] ?? NaN)),
        row.seconds.toFixed(1),
      ]),
    )
  }<div>${
    // One point is no curve.
    history.length < 2 ? undefined : drawings.map(picture)}</div>`;
}

/** Metrics beside what guessing gives. */
export function metricsMarkup(
  metrics: MetricValues,
  baseline: MetricValues,
): Html {
  return plainTable(
    ["metric", "value", "guessing"],
    Object.entries(metrics).map(([name, value]) => [
      name,
      figure(value),
      figure(baseline[name] ?? NaN),
    ]),
  );
}
