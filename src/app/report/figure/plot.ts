import { linearTicks, type Tick } from "../../figure/ticks.ts";
import { type Html, html } from "../html.ts";

const WIDTH = 440;
const LEFT = 70;
const RIGHT = 16;
const TOP = 40;
const BOTTOM = 48;

/** What lies along one side of a plot. */
export interface Axis {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly Tick[];
}

/** Where values are, in pixels. */
export interface Places {
  x(value: number): number;
  y(value: number): number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A line of the legend. */
export interface Key {
  readonly text: string;
  /** The class of what is drawn: `one`, `two`. */
  readonly look: string;
}

/** A number with no more digits than a screen shows. */
export const at = (value: number): number => Number(value.toFixed(1));

/** An axis that has room for all finite values, and a little more. */
export function axisFor(label: string, values: readonly number[]): Axis {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  const free = (high - low) * 0.06 || Math.abs(high) * 0.1 || 1;
  [low, high] = [low - free, high + free];
  return { label, low, high, ticks: linearTicks(low, high, 5) };
}

/** Axes with what is drawn between them. */
export function plot(
  { x, y, height = 280, keys = [] }: {
    readonly x: Axis;
    readonly y: Axis;
    readonly height?: number;
    readonly keys?: readonly Key[];
  },
  draw: (places: Places) => Html,
): { readonly width: number; readonly height: number; readonly body: Html } {
  const [right, bottom] = [WIDTH - RIGHT, height - BOTTOM];
  const places: Places = {
    x: (value) =>
      at(LEFT + (value - x.low) / (x.high - x.low) * (right - LEFT)),
    y: (value) =>
      at(bottom - (value - y.low) / (y.high - y.low) * (bottom - TOP)),
    left: LEFT,
    right,
    top: TOP,
    bottom,
  };
  const middle = at((TOP + bottom) / 2);
  const body = html`
    <g class="grid">${x.ticks.map((tick) =>
      html`
        <path d="M${places.x(tick.at)},${TOP}V${bottom}" />
      `
    )}${y.ticks.map((tick) =>
      html`
        <path d="M${LEFT},${places.y(tick.at)}H${right}" />
      `
    )}</g><path class="axis line"
      style="stroke-width:1"
      d="M${LEFT},${TOP}V${bottom}H${right}" /><g
      text-anchor="middle">${x.ticks.map((tick) =>
        html`<text x="${places.x(tick.at)}" y="${
          bottom + 18
        }">${tick.text}</text>`
      )}<text x="${at((LEFT + right) / 2)}" y="${bottom + 38}">${x
        .label}</text><text transform="translate(13,${middle}) rotate(-90)">${y
        .label}</text></g><g
      text-anchor="end">${y.ticks.map((tick) =>
        html`<text x="${LEFT - 7}" y="${
          at(places.y(tick.at) + 4.5)
        }">${tick.text}</text>`
      )}</g>${draw(places)}${legend(keys)}
  `;
  return { width: WIDTH, height, body };
}

function legend(keys: readonly Key[]): readonly Html[] {
  const room = (WIDTH - LEFT - RIGHT) / Math.max(2, keys.length);
  return keys.map(({ text, look }, index) => {
    const x = at(LEFT + index * room);
    return html`
      <path class="${look}" d="M${x},15h22" />
      <text x="${at(x + 29)}" y="19.5">${text}</text>
    `;
  });
}

/** A line through points, interrupted where a value is none. */
export function pathOf(
  { x, y }: Places,
  points: readonly (readonly [number, number])[],
): string {
  let pen = "M";
  return points.map(([across, up]) => {
    const drawn = pen;
    pen = Number.isFinite(up) ? "L" : "M";
    return Number.isFinite(up) ? `${drawn}${x(across)},${y(up)}` : "";
  }).join("");
}
