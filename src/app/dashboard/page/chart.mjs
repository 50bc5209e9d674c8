/** A chart of lines over epochs, as wide as its place. */
import { h, s, tell } from "./dom.mjs";
import { rateText } from "./text.mjs";

const HEIGHT = 220;
const LEFT = 56;
const RIGHT = 10;
const TOP = 22;
const BOTTOM = 26;

/** What a letter takes, in pixels. */
const LETTER = 6.2;

/** More points of a line than that are not seen. */
const POINTS = 500;

/** A round step so that about so many fit into a range. */
export function stepFor(range, count) {
  const raw = range / count;
  const size = 10 ** Math.floor(Math.log10(raw));
  const share = raw / size;
  return size * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

/** Round values within a range. */
export function ticksOf(low, high, count) {
  if (!(high > low)) return [low];
  const step = stepFor(high - low, count);
  const ticks = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + 1e-9; at++) {
    ticks.push(Number((at * step).toPrecision(12)));
  }
  return ticks;
}

/** Room for all values that are some, and a little more. */
export function rangeOf(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const free = (high - low) * 0.08 || Math.abs(high) * 0.1 || 1;
  // Nothing that is never negative has room below zero.
  return [low >= 0 ? Math.max(0, low - free) : low - free, high + free];
}

/** So many points that the shape is kept: the first, the last, and some. */
export function thinned(points, most = POINTS) {
  if (points.length <= most) return points;
  const every = points.length / (most - 1);
  const kept = Array.from(
    { length: most - 1 },
    (_, at) => points[Math.floor(at * every)],
  );
  return [...kept, points.at(-1)];
}

function pathOf(points, x, y) {
  let pen = "M";
  let path = "";
  for (const [across, up] of points) {
    if (!Number.isFinite(up)) {
      pen = "M";
      continue;
    }
    path += `${pen}${x(across).toFixed(1)},${y(up).toFixed(1)}`;
    pen = "L";
  }
  return path;
}

/** The point of a line that is nearest to a place; nothing far from it. */
function nearest(points, x, reach) {
  let best;
  for (const point of points) {
    const far = Math.abs(point[0] - x);
    if (far > reach || !Number.isFinite(point[1])) continue;
    if (best === undefined || far < Math.abs(best[0] - x)) best = point;
  }
  return best;
}

/**
 * One chart. What it shows: `{ lines, epochs, phases, level, text }`, where a
 * line is `{ name, look, points, dots }` and its points `[epoch, value]`.
 */
export class Chart {
  #root;
  #legend = h("p", { class: "legend" });
  #svg = s("svg", { class: "plot", role: "img", tabindex: "0" });
  #shown;
  #cursor;
  #values = [];

  constructor(title) {
    this.#root = h(
      "figure",
      { class: "card chart" },
      h("figcaption", {}, h("h2", {}, title), this.#legend),
      this.#svg,
    );
    this.#svg.setAttribute("height", HEIGHT);
    new ResizeObserver(() => this.#draw()).observe(this.#svg);
    this.#svg.addEventListener("pointermove", (event) => {
      const box = this.#svg.getBoundingClientRect();
      this.#point(this.#scale().over(event.clientX - box.left));
    });
    this.#svg.addEventListener("pointerleave", () => this.#point(undefined));
    this.#svg.addEventListener("blur", () => this.#point(undefined));
    this.#svg.addEventListener("keydown", (event) => this.#step(event));
  }

  get element() {
    return this.#root;
  }

  /** Shows lines in the place of those before. */
  show(shown) {
    this.#shown = shown;
    this.#svg.setAttribute("aria-label", shown.text);
    this.#tellKeys();
    this.#draw();
  }

  #tellKeys() {
    const { lines, level, format } = this.#shown;
    const keys = lines.map(({ name, look, points }) => {
      const last = points.at(-1)?.[1];
      return { name, look, value: last };
    });
    if (level !== undefined) {
      keys.push({ name: "guessing", look: "rule", value: level });
    }
    if (this.#values.length !== keys.length) {
      this.#values = keys.map(({ look, name }) => {
        const value = h("b");
        this.#legend.append(
          h(
            "span",
            { class: "key" },
            h("i", { class: look }),
            `${name} `,
            value,
          ),
        );
        return value;
      });
      this.#legend.replaceChildren(
        ...this.#values.map(({ parentNode }) => parentNode),
      );
    }
    keys.forEach(({ value, look, name }, at) => {
      const near = this.#cursor === undefined || look === "rule"
        ? value
        : nearest(
          lines.find((line) => line.name === name)?.points ?? [],
          this.#cursor,
          Math.max(0.51, this.#shown.epochs / 40),
        )?.[1];
      tell(this.#values[at], near === undefined ? "–" : format(near));
    });
  }

  #scale() {
    const { lines, epochs, level } = this.#shown;
    const width = this.#svg.clientWidth || 400;
    const [low, high] = rangeOf([
      ...lines.flatMap(({ points }) => points.map(([, value]) => value)),
      ...level === undefined ? [] : [level],
    ]);
    const [right, bottom] = [width - RIGHT, HEIGHT - BOTTOM];
    const most = Math.max(1, epochs);
    return {
      width,
      right,
      bottom,
      low,
      high,
      most,
      x: (value) => LEFT + value / most * (right - LEFT),
      y: (value) => bottom - (value - low) / (high - low) * (bottom - TOP),
      over: (pixel) =>
        Math.min(most, Math.max(0, (pixel - LEFT) / (right - LEFT) * most)),
    };
  }

  #draw() {
    if (this.#shown === undefined || this.#svg.clientWidth === 0) return;
    const { lines, level } = this.#shown;
    const scale = this.#scale();
    const { x, y, right, bottom, width } = scale;
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    const across = ticksOf(0, scale.most, Math.min(8, scale.most))
      .filter(Number.isInteger);
    const grid = ticksOf(scale.low, scale.high, 4).map((tick) => [
      s("path", {
        class: "grid",
        d: `M${LEFT},${y(tick).toFixed(1)}H${right}`,
      }),
      s(
        "text",
        { x: LEFT - 7, y: (y(tick) + 4).toFixed(1), "text-anchor": "end" },
        rateText(tick),
      ),
    ]);
    const drawn = lines.map(({ look, points, dots }) => [
      s("path", { class: look, d: pathOf(thinned(points), x, y) }),
      points.length === 1 || dots && points.length <= 60
        ? points.filter(([, value]) => Number.isFinite(value)).map((
          [at, value],
        ) => s("circle", { class: look, cx: x(at), cy: y(value), r: 3 }))
        : [],
    ]);
    this.#svg.replaceChildren(
      ...[
        grid,
        this.#boundaries(scale),
        across.map((tick) =>
          s(
            "text",
            { x: x(tick), y: bottom + 17, "text-anchor": "middle" },
            String(tick),
          )
        ),
        s("path", { class: "axis", d: `M${LEFT},${bottom}H${right}` }),
        level === undefined
          ? []
          : s("path", { class: "rule", d: `M${LEFT},${y(level)}H${right}` }),
        drawn,
        this.#cursor === undefined ? [] : s("path", {
          class: "cursor",
          d: `M${x(this.#cursor).toFixed(1)},${TOP}V${bottom}`,
        }),
      ].flat(3),
    );
  }

  /** Where phases begin; a name is told where it finds room. */
  #boundaries({ x, right, bottom }) {
    const { phases } = this.#shown;
    if (phases.length < 2) return [];
    return phases.map(({ phase, at }, index) => {
      const end = phases[index + 1] ? x(phases[index + 1].at) : right;
      return [
        at === 0
          ? []
          : s("path", { class: "phase", d: `M${x(at)},${TOP - 14}V${bottom}` }),
        end - x(at) < phase.length * LETTER + 8
          ? []
          : s("text", { class: "soft", x: x(at) + 4, y: TOP - 8 }, phase),
      ];
    });
  }

  #point(at) {
    if (this.#shown === undefined || at === this.#cursor) return;
    this.#cursor = at;
    this.#tellKeys();
    this.#draw();
  }

  /** The arrows go from epoch to epoch. */
  #step(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined || this.#shown === undefined) return;
    event.preventDefault();
    const most = Math.max(1, this.#shown.epochs);
    const from = this.#cursor === undefined
      ? by > 0 ? 0 : most + 1
      : Math.round(this.#cursor);
    this.#point(Math.min(most, Math.max(1, from + by)));
    const values = this.#values.map(({ parentNode }) => parentNode.textContent);
    this.#svg.setAttribute(
      "aria-label",
      `Epoch ${this.#cursor}: ${values.join(", ")}`,
    );
  }
}
