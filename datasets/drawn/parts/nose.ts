import { type Colour, hex, lighter } from "../colour.ts";
import { commands, oval, shape } from "../svg.ts";
import { inked, type Pen, stroked } from "./pen.ts";

/** A small triangle that points down, with its upper corners rounded. */
export function triangleNose(size: number, colour: Colour, pen: Pen): string {
  return shape(
    commands`M ${-size} ${-size * 0.5} Q 0 ${-size} ${size} ${-size * 0.5} Q ${
      size * 0.5
    } ${size * 0.5} 0 ${size * 0.7} Q ${-size * 0.5} ${size * 0.5} ${-size} ${
      -size * 0.5
    } Z`,
    inked({ ...pen, width: pen.width * 0.7 }, hex(colour)),
  );
}

/** A large oval with a gleam on it. */
export function ovalNose(size: number, colour: Colour, pen: Pen): string {
  return oval(0, 0, size, size * 0.72, inked(pen, hex(colour))) +
    oval(-size * 0.25, -size * 0.28, size * 0.32, size * 0.16, {
      fill: hex(lighter(colour, 40)),
    });
}

/** A disc with two nostrils. */
export function snout(size: number, colour: Colour, pen: Pen): string {
  const nostril = { fill: hex(lighter(colour, -30)) };
  return oval(0, 0, size, size * 0.75, inked(pen, hex(colour))) +
    oval(-size * 0.35, 0, size * 0.15, size * 0.26, nostril) +
    oval(size * 0.35, 0, size * 0.15, size * 0.26, nostril);
}

/** A triangle that points down and stands out: a bill seen from the front. */
export function beak(size: number, colour: Colour, pen: Pen): string {
  return shape(
    commands`M ${-size * 0.7} ${-size * 0.5} Q 0 ${-size} ${size * 0.7} ${
      -size * 0.5
    } L 0 ${size * 1.1} Z`,
    inked(pen, hex(colour)),
  ) + shape(commands`M 0 ${-size * 0.5} V ${size * 0.5}`, stroked(pen, 0.8));
}
