/** The curves of a run, and of two: losses, metrics, learning rate. */
import { Chart } from "./chart.mjs";
import { h } from "./dom.mjs";
import { epochsOf, phasesOf } from "./story.mjs";
import { figure, rateText, words } from "./text.mjs";

const along = (rows, read) =>
  rows.flatMap((row) => row ? [[row.at + 1, read(row) ?? NaN]] : []);

function ends(name, points) {
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  return values.length === 0
    ? `${name}: nothing yet`
    : `${name} from ${figure(values[0])} to ${figure(values.at(-1))}`;
}

/** The metrics of each epoch: as they are planned, so that no chart is late. */
function metricsOf({ nodes, rows }) {
  const planned = [...nodes.keys()].flatMap((name) =>
    /^metrics\/(?!.*tta$)(.*)$/.exec(name)?.[1] ?? []
  );
  const told = rows.flatMap((row) => Object.keys(row?.metrics ?? {}));
  return [...new Set(told.length > 0 ? told : planned)];
}

/** Charts in an element of the page, one for each name that is shown. */
class Charts {
  #root;
  #charts = new Map();

  constructor(root) {
    this.#root = root;
  }

  /** Those of `{ title, … }`; what is not among them goes. */
  show(all) {
    // Four stand in pairs: of threes, one would be left over.
    this.#root.classList.toggle("pairs", all.length === 4);
    const titles = all.map(({ title }) => title);
    for (const [title, chart] of this.#charts) {
      if (titles.includes(title)) continue;
      chart.element.remove();
      this.#charts.delete(title);
    }
    all.forEach(({ title, ...shown }, at) => {
      const chart = this.#charts.get(title) ?? new Chart(title);
      this.#charts.set(title, chart);
      if (this.#root.children[at] !== chart.element) {
        this.#root.insertBefore(chart.element, this.#root.children[at] ?? null);
      }
      chart.show(shown);
    });
  }
}

/** The charts of one run. */
export class Curves {
  #charts;

  constructor(root) {
    this.#charts = new Charts(root);
  }

  show(story) {
    const { rows, points, end } = story;
    const shared = { epochs: epochsOf(story), phases: phasesOf(story) };
    const line = (name, look, points, dots = true) => ({
      name,
      look,
      points,
      dots,
    });
    const train = along(rows, ({ train_loss }) => train_loss);
    const valid = along(rows, ({ valid_loss }) => valid_loss);
    // Of what an earlier run trained, its epochs are known, but no steps.
    const [first] = points;
    const steps = [
      ...train.filter(([x]) => first !== undefined && x <= first.x),
      ...points.map(({ x, loss }) => [x, loss]),
    ];
    const names = metricsOf(story);
    const rates = points.flatMap(({ x, rate }) =>
      rate === undefined ? [] : [[x, rate]]
    );
    this.#charts.show([
      {
        title: "Loss",
        ...shared,
        format: figure,
        text: `Losses: ${ends("training", train)}, ${
          ends("validation", valid)
        }.`,
        lines: [
          line(
            "training",
            "one",
            steps.length > train.length ? steps : train,
            steps.length <= train.length,
          ),
          line("validation", "two", valid),
        ],
      },
      ...names.map((name) => {
        const values = along(rows, ({ metrics }) => metrics[name]);
        const level = end?.baseline[name];
        return {
          title: words(name),
          ...shared,
          format: figure,
          text: `${ends(words(name), values)}.`,
          lines: [line("validation", "two", values)],
          ...Number.isFinite(level) ? { level } : {},
        };
      }),
      // Runs of old did not tell it.
      ...rates.length === 0 && (end || rows.length > 0) ? [] : [{
        title: "Learning rate",
        ...shared,
        format: rateText,
        text: `Learning rate, at most ${
          rateText(Math.max(0, ...rates.map(([, rate]) => rate)))
        }.`,
        lines: [line("last layers", "three", rates, false)],
      }],
    ]);
  }
}

/** The charts of two runs in one. */
export function comparedCurves(root, { before, after, metrics }) {
  const charts = new Charts(root);
  const sides = [[before, "one"], [after, "two"]];
  const epochs = Math.max(before.history.length, after.history.length);
  const chart = (title, read) => ({
    title,
    epochs,
    phases: [],
    format: figure,
    text: `${title} of both runs.`,
    lines: sides.map(([{ short, history }, look]) => ({
      name: short,
      look,
      dots: true,
      points: history.map((row, at) => [at + 1, read(row) ?? NaN]),
    })),
  });
  charts.show([
    chart("Validation loss", ({ valid_loss }) => valid_loss),
    chart("Training loss", ({ train_loss }) => train_loss),
    ...metrics.map(({ name }) =>
      chart(words(name), ({ metrics }) => metrics[name])
    ),
  ]);
}

/** The table of epochs, for who reads rather than looks. */
export function epochTable(rows) {
  const known = rows.filter((row) => row);
  const names = [
    ...new Set(known.flatMap(({ metrics }) => Object.keys(metrics))),
  ];
  const head = [
    "phase",
    "epoch",
    "training",
    "validation",
    ...names.map(words),
  ];
  return h(
    "table",
    {},
    h(
      "thead",
      {},
      h("tr", {}, head.map((each) => h("th", { scope: "col" }, each))),
    ),
    h(
      "tbody",
      {},
      known.map((row) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, row.phase),
          h("td", {}, `${row.epoch}/${row.epochs}`),
          h("td", {}, figure(row.train_loss)),
          h("td", {}, figure(row.valid_loss)),
          names.map((name) => h("td", {}, figure(row.metrics[name] ?? NaN))),
        )
      ),
    ),
  );
}
