import { figure } from "../../format.ts";
import { when } from "../../cli/report/when.ts";
import type { Contents } from "../contents.ts";
import { type Html, html } from "../html.ts";
import type { MetricFigure } from "../metric_figures.ts";
import { folded, type Section, table } from "../parts.ts";
import { lead } from "./lead.ts";

const METHODS = {
  wilson: "Wilson",
  bootstrap: "bootstrap",
} as const;

/** Whether a metric beats guessing, where it is known which way is good. */
function verdict({ value, baseline, better, interval }: MetricFigure) {
  if (better === undefined || !Number.isFinite(value - baseline)) return "";
  const gain = better === "lower" ? baseline - value : value - baseline;
  const unsure = interval && interval.low <= baseline &&
    baseline <= interval.high;
  if (gain > 0) {
    return unsure
      ? html`<span class="bad">may be no better than guessing</span>`
      : html`<span class="good">better than guessing</span>`;
  }
  return gain === 0 || unsure
    ? html`<span class="bad">no better than guessing</span>`
    : html`<span class="bad">worse than guessing</span>`;
}

function card(metric: MetricFigure): Html {
  const { name, value, baseline, interval } = metric;
  return html`<li><span>${name}</span><b>${figure(value)}</b><small>${
    interval &&
    html`95% interval: ${figure(interval.low)} to ${figure(interval.high)}<br>`
  }guessing: ${figure(baseline)}<br>${verdict(metric)}</small></li>`;
}

/** What is claimed, and whether it is so; nothing where nothing is. */
function claims({ claims, description }: Contents): Html | undefined {
  const { expect = [] } = description;
  if (expect.length === 0) return undefined;
  const compared = expect.length - claims.length;
  const rest = compared > 0
    ? html`
      <p
        class="soft">${compared} more ${compared === 1
          ? "compares"
          : "compare"} with the lock: <code>deno task verify</code> judges that.</p>
    `
    : undefined;
  if (claims.length === 0) return html`<h3>Claims</h3>${rest}`;
  return html`<h3>Claims</h3>${
    table(
      "What the pipeline expects of itself",
      [
        { title: "claim" },
        { title: "figure", number: true },
        { title: "holds" },
      ],
      claims.map(({ text, value, holds }) => [
        text,
        figure(value),
        holds
          ? html`<span class="good">yes</span>`
          : html`<span class="bad">no</span>`,
      ]),
    )
  }${rest}`;
}

/** Every metric, with what tells how good and how sure it is. */
function metricTable({ metrics, inspection }: Contents): Html {
  if (metrics.length === 0) {
    return html`<p>The pipeline has no metrics to judge it by.</p>`;
  }
  const guess = inspection.target === "quantity"
    ? "the mean"
    : "the most common answer";
  const rows = metrics.map(({ name, value, baseline, better, interval }) => [
    name,
    figure(value),
    interval ? `${figure(interval.low)} to ${figure(interval.high)}` : "–",
    figure(baseline),
    better ?? "–",
    interval ? METHODS[interval.method] : "–",
  ]);
  const columns = [
    { title: "metric" },
    { title: "value", number: true },
    { title: "95% interval", number: true },
    { title: "guessing", number: true },
    { title: "better is" },
    { title: "interval by" },
  ] as const;
  return html`
    <ul class="cards">${metrics.map(card)}</ul><p
      class="soft">Guessing is what always giving ${guess} of the training set scores. The interval says how far the figure may be off because the validation set is small; it knows nothing of how the model was chosen, nor of data unlike these.</p>${folded(
        "The same as a table",
        table("Metrics on the validation set", columns, rows),
      )}
  `;
}

/** How well the model does, and how sure that is. */
export function summary(contents: Contents): Section {
  const { inspection: { count } } = contents;
  return {
    id: "result",
    title: "Result",
    body: html`
      <p
        class="lead">${lead(
          contents,
        )}</p><p>All of this is on the ${count} items of the validation set, which the model did not train on.</p>${metricTable(
          contents,
        )}${claims(contents)}
    `,
  };
}

/** When and on what it was trained, in a line. */
export function standfirst({ trained: { run, adapter } }: Contents): Html {
  const machine = adapter
    ? String(adapter["description"] ?? adapter["name"] ?? "")
    : "";
  return html`<p class="soft">${
    run
      ? html`Trained <time datetime="${run.started}">${
        when(run.started)
      }</time>`
      : "Trained"
  }${machine ? ` on ${machine}` : ""}.</p>`;
}
