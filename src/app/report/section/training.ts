import { figure } from "../../format.ts";
import type { Contents } from "../contents.ts";
import { lossCurves, metricCurve, rateCurve } from "../figure/curves.ts";
import type { Drawing } from "../figure/drawing.ts";
import { html } from "../html.ts";
import { drawn, folded, type Section, table, thinned } from "../parts.ts";

/** As many epochs are listed. */
const ROWS = 200;

/** The drawings of how training went. */
export function trainingDrawings(
  { trained: { history, baseline, programs } }: Contents,
): readonly Drawing[] {
  if (history.length === 0) return [];
  const names = Object.keys(history[0]?.metrics ?? {});
  const rates = rateCurve(history, programs);
  // Of one epoch there is no curve.
  const curves = history.length < 2 ? [] : [
    lossCurves(history),
    ...names.map((name, at) => metricCurve(history, name, at, baseline)),
  ];
  return [...curves, ...rates ? [rates] : []];
}

/** How training went. */
export function training(contents: Contents): Section {
  const { history, decisions } = contents.trained;
  const names = Object.keys(history[0]?.metrics ?? {});
  const rows = thinned(history, ROWS);
  const drawings = trainingDrawings(contents);
  const numbers = table(
    "Losses and metrics, epoch by epoch; the training loss is smoothed",
    [
      { title: "epoch" },
      { title: "training loss", number: true },
      { title: "validation loss", number: true },
      ...names.map((title) => ({ title, number: true as const })),
      { title: "seconds", number: true },
    ],
    rows.map((row) => [
      `${row.phase} ${row.epoch}`,
      figure(row.train_loss),
      figure(row.valid_loss),
      ...names.map((name) => figure(row.metrics[name] ?? NaN)),
      row.seconds.toFixed(1),
    ]),
  );
  return {
    id: "training",
    title: "Training",
    body: html`${
      history.length === 1
        ? html`
          <p>One epoch was trained: these are its numbers. Curves need two.</p>
          ${numbers}
        `
        : undefined
    }${
      drawings.length > 0
        ? html`<div class="figures">${
          drawings.map((drawing) => drawn(drawing))
        }</div>`
        : undefined
    }${
      decisions.length > 0
        ? html`
          <h3>Decided between epochs</h3>
          <ul>${decisions.map(({ text }) => html`<li>${text}</li>`)}</ul>
        `
        : undefined
    }${
      history.length > 1
        ? folded(
          rows.length === history.length
            ? `The numbers of ${history.length} epochs`
            : `The numbers of ${rows.length} of ${history.length} epochs`,
          numbers,
        )
        : undefined
    }`,
  };
}
