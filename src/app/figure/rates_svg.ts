import type { Mark, RatePlot } from "./rate_plot.ts";
import { linearTicks, powerTicks, rateText } from "./ticks.ts";

const WIDTH = 720;
const HEIGHT = 440;
const LEFT = 68;
const RIGHT = 24;
const TOP = 44;
const BOTTOM = 96;

/** Told apart by those who see few colours, and by their shapes. */
const LOOKS: Readonly<
  Record<Mark["name"], { readonly colour: string; readonly shape: string }>
> = {
  valley: { colour: "#0072b2", shape: "M-6,0a6,6 0 1,0 12,0a6,6 0 1,0 -12,0z" },
  steep: { colour: "#d55e00", shape: "M0,-7L7,6L-7,6z" },
  minimum: { colour: "#009e73", shape: "M-5.5,-5.5h11v11h-11z" },
  slide: { colour: "#cc79a7", shape: "M0,-7.5L7.5,0L0,7.5L-7.5,0z" },
};

/** Text as it may stand in XML. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** A number with no more digits than a screen shows. */
const at = (value: number) => String(Number(value.toFixed(1)));

/** Where rates and losses are, in pixels. */
function placesOf({ lowestRate, highestRate, ...losses }: RatePlot) {
  const decades = Math.log(highestRate / lowestRate);
  const range = losses.highestLoss - losses.lowestLoss;
  return {
    x: (rate: number) =>
      LEFT + Math.log(rate / lowestRate) / decades * (WIDTH - LEFT - RIGHT),
    y: (loss: number) =>
      TOP + (losses.highestLoss - loss) / range * (HEIGHT - TOP - BOTTOM),
  };
}

/** Marks closer than this, in pixels, would hide each other. */
const APART = 15;

/** The marks on the curve; of two at one place, the later stands above. */
function drawnMarks(plot: RatePlot): readonly string[] {
  const { x, y } = placesOf(plot);
  const taken: { readonly left: number; readonly top: number }[] = [];
  return plot.marks.flatMap(({ name, rate, loss }) => {
    if (loss === undefined) return [];
    const left = x(rate);
    let top = y(loss);
    const hides = (other: typeof taken[number]) =>
      Math.abs(other.left - left) < APART && Math.abs(other.top - top) < APART;
    while (taken.some(hides)) top -= APART;
    taken.push({ left, top });
    const { colour, shape } = LOOKS[name];
    return `<path transform="translate(${at(left)},${
      at(top)
    })" d="${shape}" fill="${colour}" stroke="#fff" stroke-width="1.5"/>`;
  });
}

/** Rows of the legend's one line, evenly across the width. */
function legend(marks: readonly Mark[]): readonly string[] {
  const room = (WIDTH - LEFT - RIGHT) / 4;
  return marks.flatMap(({ name, rate }, index) => {
    const { colour, shape } = LOOKS[name];
    const x = at(LEFT + index * room + 8);
    const y = HEIGHT - 20;
    return [
      `<path transform="translate(${x},${
        y - 5
      })" d="${shape}" fill="${colour}"/>`,
      `<text x="${
        at(Number(x) + 13)
      }" y="${y}"><tspan font-weight="bold">${name}</tspan> ${
        rateText(rate)
      }</text>`,
    ];
  });
}

/**
 * A trial as a drawing: losses over rates on a logarithmic axis, with the
 * suggested rates marked.
 *
 * @param title what was tried
 */
export function ratesSvg(plot: RatePlot, title: string): string {
  const { x, y } = placesOf(plot);
  const bottom = HEIGHT - BOTTOM;
  const right = WIDTH - RIGHT;
  const path = plot.rates.map((rate, index) =>
    `${index === 0 ? "M" : "L"}${at(x(rate))},${
      at(y(Math.min(plot.losses[index] ?? NaN, 2 * plot.highestLoss)))
    }`
  ).join("");
  const across = powerTicks(plot.lowestRate, plot.highestRate, 12);
  const up = linearTicks(plot.lowestLoss, plot.highestLoss, 6);
  const middle = at((TOP + bottom) / 2);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="13" fill="#222">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<clipPath id="inside"><rect x="${LEFT}" y="${TOP}" width="${
      right - LEFT
    }" height="${bottom - TOP}"/></clipPath>`,
    `<text x="${LEFT}" y="26" font-size="15" font-weight="bold">${
      escaped(title)
    }</text>`,
    '<g stroke="#e3e3e3" stroke-width="1">',
    ...across.map((tick) => `<path d="M${at(x(tick.at))},${TOP}V${bottom}"/>`),
    ...up.map((tick) => `<path d="M${LEFT},${at(y(tick.at))}H${right}"/>`),
    "</g>",
    `<path d="M${LEFT},${TOP}V${bottom}H${right}" fill="none" stroke="#222" stroke-width="1"/>`,
    '<g text-anchor="middle">',
    ...across.map(({ at: value, text }) =>
      `<text x="${at(x(value))}" y="${bottom + 19}">${text}</text>`
    ),
    `<text x="${at((LEFT + right) / 2)}" y="${
      bottom + 42
    }">learning rate</text>`,
    `<text transform="translate(18,${middle}) rotate(-90)">loss, smoothed</text>`,
    "</g>",
    '<g text-anchor="end">',
    ...up.map(({ at: value, text }) =>
      `<text x="${LEFT - 8}" y="${at(y(value) + 4.5)}">${text}</text>`
    ),
    "</g>",
    `<path d="${path}" clip-path="url(#inside)" fill="none" stroke="#444" stroke-width="2" stroke-linejoin="round"/>`,
    ...drawnMarks(plot),
    ...legend(plot.marks),
    "</svg>",
    "",
  ].join("\n");
}
