/**
 * How training went, epoch by epoch.
 *
 * @module
 */
import type { EpochRow, MetricValues } from "../../../flow/events/event.ts";
import type { EpochProgram } from "../../../flow/graph/program.ts";
import { linearTicks } from "../../figure/ticks.ts";
import { figure } from "../../format.ts";
import { html } from "../html.ts";
import { thinned } from "../parts.ts";
import type { Drawing } from "./drawing.ts";
import {
  type Axis,
  axisFor,
  type Key,
  pathOf,
  type Places,
  plot,
} from "./plot.ts";

/** As many points of a line as a figure can show. */
const POINTS = 400;

interface Series {
  readonly key: Key;
  readonly points: readonly (readonly [number, number])[];
  readonly dots: boolean;
}

/** Epochs from the first of the run; only whole ones have a name. */
function epochAxis(count: number): Axis {
  const ticks = linearTicks(0, count, 8)
    .filter(({ at }) => Number.isInteger(at))
    .map(({ at }) => ({ at, text: String(at) }));
  return { label: "epoch", low: 0, high: count, ticks };
}

/** What a letter of a phase's name takes, in pixels. */
const LETTER = 6;

/** Where phases begin; a name is told where it finds room. */
function boundaries(history: readonly EpochRow[], places: Places) {
  const starts = history.flatMap(({ phase }, at) =>
    phase === history[at - 1]?.phase ? [] : [{ phase, at }]
  );
  // One phase alone needs no name.
  if (starts.length < 2) return [];
  const { top, bottom } = places;
  return starts.map(({ phase, at }, index) => {
    const x = places.x(at);
    const room = places.x(starts[index + 1]?.at ?? history.length) - x;
    return html`${
      at === 0 ? undefined : html`
        <path class="rule" d="M${x},${top}V${bottom}" />
      `
    }${
      room < phase.length * LETTER
        ? undefined
        : html`<text x="${x + 1}" y="${
          top - 4
        }" style="font-size:11px">${phase}</text>`
    }`;
  });
}

function curves(
  history: readonly EpochRow[],
  label: string,
  series: readonly Series[],
  level?: number,
) {
  const values = series.flatMap(({ points }) =>
    points.map(([, value]) => value)
  );
  const y = axisFor(label, [...values, ...level === undefined ? [] : [level]]);
  return plot(
    {
      x: epochAxis(history.length),
      y,
      keys: [
        ...series.map(({ key }) => key),
        ...level === undefined ? [] : [{ text: "guessing", look: "rule" }],
      ],
    },
    (places) =>
      html`${boundaries(history, places)}${
        level === undefined ? undefined : html`
          <path class="rule" d="M${places.left},${places.y(level)}H${places
            .right}" />
        `
      }${
        series.map(({ key, points, dots }) =>
          html`
            <path class="${key.look}" d="${pathOf(
              places,
              points,
            )}" />${dots && points.length <= 60
              ? points.filter(([, value]) => Number.isFinite(value)).map((
                [across, up],
              ) =>
                html`
                  <circle class="fill-${key.look.split(" ").at(
                    -1,
                  )}" cx="${places.x(across)}" cy="${places.y(up)}" r="3" />
                `
              )
              : undefined}
          `
        )
      }`,
  );
}

function ends(name: string, values: readonly number[]): string {
  const [first, last] = [values[0] ?? NaN, values.at(-1) ?? NaN];
  return `${name} from ${figure(first)} to ${figure(last)}`;
}

const along = (values: readonly number[]) =>
  thinned(values.map((value, at) => [at + 1, value] as const), POINTS);

/** The losses of both sets. */
export function lossCurves(history: readonly EpochRow[]): Drawing {
  const train = history.map(({ train_loss }) => train_loss);
  const valid = history.map(({ valid_loss }) => valid_loss);
  return {
    name: "loss",
    title: "Loss",
    description: `Over ${history.length} epochs: ${
      ends("training loss", train)
    }, ${ends("validation loss", valid)}.`,
    ...curves(history, "loss", [
      {
        key: { text: "training", look: "line one" },
        points: along(train),
        dots: true,
      },
      {
        key: { text: "validation", look: "line two" },
        points: along(valid),
        dots: true,
      },
    ]),
  };
}

/** One metric over the validation set, beside what guessing gives. */
export function metricCurve(
  history: readonly EpochRow[],
  name: string,
  at: number,
  baseline: MetricValues,
): Drawing {
  const values = history.map(({ metrics }) => metrics[name] ?? NaN);
  const guess = baseline[name] ?? NaN;
  const level = Number.isFinite(guess) ? guess : undefined;
  return {
    name: `metric-${at + 1}`,
    title: name,
    description: `Over ${history.length} epochs: ${ends(name, values)}.${
      level === undefined ? "" : ` Guessing gives ${figure(level)}.`
    }`,
    ...curves(history, name, [
      {
        key: { text: "validation", look: "line two" },
        points: along(values),
        dots: true,
      },
    ], level),
  };
}

/** The learning rate of every step: of the last layers, and of the first. */
export function rateCurve(
  history: readonly EpochRow[],
  programs: readonly EpochProgram[],
): Drawing | undefined {
  const known = new Map(
    programs.map((each) => [`${each.phase}/${each.epoch}`, each]),
  );
  const settings = history.map(({ phase, epoch }) =>
    known.get(`${phase}/${epoch}`)?.settings ?? []
  );
  const count = settings.reduce((sum, { length }) => sum + length, 0);
  if (count === 0) return undefined;
  // Of ten million steps, no more than some are looked at.
  const every = Math.ceil(count / POINTS);
  const shown = settings.flatMap((steps, row) =>
    steps.flatMap(({ rates }, step) =>
      step % every > 0 && step < steps.length - 1 ? [] : [{
        at: row + step / steps.length,
        last: rates.at(-1) ?? NaN,
        first: rates[0] ?? NaN,
      }]
    )
  );
  const differ = shown.some(({ first, last }) => first !== last);
  const highest = shown.reduce((most, { last }) => Math.max(most, last), 0);
  return {
    name: "learning-rate",
    title: "Learning rate",
    description: `Over ${count} steps it is at most ${
      Number(highest.toPrecision(3))
    }${differ ? ", and lower in the first layers" : ""}.`,
    ...curves(history, "learning rate", [
      {
        key: { text: differ ? "last layers" : "all layers", look: "line one" },
        points: shown.map(({ at, last }) => [at, last]),
        dots: false,
      },
      ...differ
        ? [{
          key: { text: "first layers", look: "line three" },
          points: shown.map(({ at, first }) => [at, first] as const),
          dots: false,
        }]
        : [],
    ]),
  };
}
