/**
 * Which pixels of an image a value of a layer is made of.
 *
 * @module
 */

/**
 * The pixels along one side that the values of a layer are made of: value `i`
 * of those from `i · stride + from` to `i · stride + to`, both included, as if
 * the image went on beyond its edges.
 */
export interface Span {
  readonly stride: number;
  readonly from: number;
  readonly to: number;
}

/** Along the height, and along the width. */
export type Reach = readonly [rows: Span, columns: Span];

/** Of the whole image, as far as anyone can say. */
const ENDLESS: Span = { stride: 0, from: -Infinity, to: Infinity };

/** What is made of the whole image. */
export const WHOLE: Reach = [ENDLESS, ENDLESS];

/** What a pixel itself is made of. */
export const PIXEL: Reach = [
  { stride: 1, from: 0, to: 0 },
  { stride: 1, from: 0, to: 0 },
];

/** How a window goes along one side. */
export interface Sliding {
  /** Values under the window, gaps of a dilated one included. */
  readonly size: number;
  readonly stride: number;
  /** Values before the first one that the first window begins with. */
  readonly padding: number;
}

/** What windows over a layer are made of. */
export function slide(
  { stride, from, to }: Span,
  window: Sliding,
): Span {
  if (stride === 0) return ENDLESS;
  const first = -window.padding;
  return {
    stride: stride * window.stride,
    from: from + stride * first,
    to: to + stride * (first + window.size - 1),
  };
}

/** What values are made of that several layers are put together to. */
export function together(reaches: readonly Reach[]): Reach {
  const along = (axis: 0 | 1): Span => {
    const spans = reaches.map((reach) => reach[axis]);
    const [first] = spans;
    if (first === undefined) return ENDLESS;
    if (spans.some(({ stride }) => stride !== first.stride)) return ENDLESS;
    return {
      stride: first.stride,
      from: Math.min(...spans.map(({ from }) => from)),
      to: Math.max(...spans.map(({ to }) => to)),
    };
  };
  return [along(0), along(1)];
}

/** A part of an image along one side, in pixels. */
export interface Extent {
  readonly start: number;
  readonly size: number;
}

/** The pixels of an image that a value is made of, without those beyond it. */
export function seenBy(span: Span, at: number, side: number): Extent {
  const { stride, from, to } = span;
  const middle = stride === 0 ? 0 : at * stride;
  const start = Math.min(side - 1, Math.max(0, middle + from));
  const end = Math.min(side - 1, Math.max(start, middle + to));
  return { start, size: end - start + 1 };
}

/**
 * The window of an image that shows what a value is made of: as large for
 * every value, and within the image also where its pixels go on beyond.
 */
export function windowOf(span: Span, at: number, side: number): Extent {
  const size = Math.min(side, span.to - span.from + 1);
  const middle = span.stride === 0 ? 0 : at * span.stride;
  const start = Math.max(0, Math.min(side - size, middle + span.from));
  return { start: Number.isFinite(start) ? start : 0, size };
}

/** Where the places of a layer lie over an image, 0 to 1 along each side. */
export interface Grid {
  /** The middle of what the first place sees: rows, then columns. */
  readonly first: readonly [number, number];
  /** From one place to the next. */
  readonly step: readonly [number, number];
}

/**
 * Where the places of a layer lie: each in the middle of the pixels that it is
 * made of. With padding, the first lies at the edge of the image, and not half
 * a step from it.
 *
 * @param places of the layer along both sides
 * @param sides of the image, in pixels
 */
export function gridOf(
  reach: Reach,
  places: readonly number[],
  sides: readonly number[],
): Grid {
  const along = (axis: 0 | 1) => {
    const { stride, from, to } = reach[axis];
    const [count, side] = [places[axis] ?? 1, sides[axis] ?? 1];
    // Made of the whole image: they share it out evenly.
    if (stride === 0) return { first: 0.5 / count, step: 1 / count };
    return { first: ((from + to) / 2 + 0.5) / side, step: stride / side };
  };
  const [rows, columns] = [along(0), along(1)];
  return {
    first: [rows.first, columns.first],
    step: [rows.step, columns.step],
  };
}
