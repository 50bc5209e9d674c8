/**
 * Markup for drawings: shapes as SVG text, every number with two decimals.
 *
 * @module
 */

/** How a shape is filled and outlined. */
export interface Paint {
  readonly fill?: string;
  readonly line?: string;
  readonly width?: number;
  readonly opacity?: number;
}

/** A number as it stands in the markup: two decimals hide the last bits. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/** Path commands, with rounded numbers: `` commands`M ${x} ${y}` ``. */
export function commands(
  text: TemplateStringsArray,
  ...numbers: readonly number[]
): string {
  return String.raw({ raw: text }, ...numbers.map(rounded));
}

/** A path. */
export function shape(path: string, paint: Paint): string {
  return `<path d="${path}"${attributes(paint)}/>`;
}

/** An ellipse by its centre and radii. */
export function oval(
  x: number,
  y: number,
  radiusX: number,
  radiusY: number,
  paint: Paint,
): string {
  const [cx, cy, rx, ry] = [x, y, radiusX, radiusY].map(rounded);
  return `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}"${
    attributes(paint)
  }/>`;
}

/** A rectangle by its upper left corner. */
export function box(
  x: number,
  y: number,
  width: number,
  height: number,
  paint: Paint,
): string {
  return shape(
    commands`M ${x} ${y} h ${width} v ${height} h ${-width} Z`,
    paint,
  );
}

/** Shapes moved, turned (in degrees) and scaled, in this order. */
export function placed(
  x: number,
  y: number,
  degrees: number,
  scaleX: number,
  scaleY: number,
  ...shapes: readonly string[]
): string {
  const turn = degrees === 0 ? "" : ` rotate(${rounded(degrees)})`;
  const size = scaleX === 1 && scaleY === 1
    ? ""
    : ` scale(${rounded(scaleX)} ${rounded(scaleY)})`;
  return `<g transform="translate(${rounded(x)} ${rounded(y)})${turn}${size}">${
    shapes.join("")
  }</g>`;
}

/** Shapes and their mirror image: draw the right side, get both. */
export function both(...shapes: readonly string[]): string {
  return shapes.join("") + placed(0, 0, 0, -1, 1, ...shapes);
}

/** Shapes cut off at the border of a path. The id is unique in a drawing. */
export function clipped(
  id: string,
  path: string,
  ...shapes: readonly string[]
): string {
  return `<clipPath id="${id}"><path d="${path}"/></clipPath>` +
    `<g clip-path="url(#${id})">${shapes.join("")}</g>`;
}

function attributes(paint: Paint): string {
  const { fill = "none", line, width = 1, opacity } = paint;
  const stroke = line === undefined || width === 0
    ? ""
    : ` stroke="${line}" stroke-width="${rounded(width)}"` +
      ` stroke-linejoin="round" stroke-linecap="round"`;
  const clear = opacity === undefined ? "" : ` opacity="${rounded(opacity)}"`;
  return ` fill="${fill}"${stroke}${clear}`;
}
