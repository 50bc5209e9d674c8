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
  return [
    lossCurves(history),
    ...names.map((name, at) => metricCurve(history, name, at, baseline)),
    ...rates ? [rates] : [],
  ];
}

/** How training went. */
export function training(contents: Contents): Section {
  const { history, decisions } = contents.trained;
  const names = Object.keys(history[0]?.metrics ?? {});
  const rows = thinned(history, ROWS);
  return {
    id: "training",
    title: "Training",
    body: html`<div class="figures">${
      trainingDrawings(contents).map((drawing) => drawn(drawing))
    }</div>${
      decisions.length > 0
        ? html`
          <h3>Decided between epochs</h3>
          <ul>${decisions.map(({ text }) => html`<li>${text}</li>`)}</ul>
        `
        : undefined
    }${
      folded(
        rows.length === history.length
          ? `The numbers of ${history.length} epochs`
          : `The numbers of ${rows.length} of ${history.length} epochs`,
        table(
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
        ),
      )
    }`,
  };
}
